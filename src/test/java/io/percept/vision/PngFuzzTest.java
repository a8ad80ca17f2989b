package io.percept.vision;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.percept.vision.codec.ImageFormat;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

class PngFuzzTest {

    @FuzzTest
    void shouldPrepareOrRefuse(byte[] bytes) {
        byte[] sealed = bytes.clone();
        seal(ByteBuffer.wrap(sealed));
        ImageFuzz.prepare(sealed, ImageFormat.PNG);
    }

    /** Makes the checksums right, or the fuzzer would hardly get past them. */
    private static void seal(ByteBuffer file) {
        int at = 8;
        while (at + 12 <= file.limit()) {
            int length = file.getInt(at);
            if (length < 0 || length > file.limit() - at - 12) {
                return;
            }
            CRC32 crc = new CRC32();
            crc.update(file.array(), at + 4, length + 4);
            file.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
    }
}
