package io.percept.vision;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.vision.codec.ImageFormat;

class JpegFuzzTest {

    @FuzzTest
    void shouldPrepareOrRefuse(byte[] bytes) {
        ImageFuzz.prepare(bytes, ImageFormat.JPEG);
    }
}
