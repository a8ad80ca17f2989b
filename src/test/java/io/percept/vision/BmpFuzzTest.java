package io.percept.vision;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.vision.codec.ImageFormat;

class BmpFuzzTest {

    @FuzzTest
    void shouldPrepareOrRefuse(byte[] bytes) {
        ImageFuzz.prepare(bytes, ImageFormat.BMP);
    }
}
