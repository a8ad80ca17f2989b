package io.percept.cli.bench;

import java.nio.ByteBuffer;

/**
 * Makes a JPEG file one that was never seen before: a comment with a number after its first marker. Caches go by the bytes, so
 * each event costs what a new picture costs, and every decoder skips the comment.
 */
final class JpegStamp {

    private static final int START_OF_IMAGE = 2;
    private static final int COMMENT = 0xFFFE;

    private JpegStamp() {}

    static byte[] stamped(byte[] jpeg, long number) {
        ByteBuffer out = ByteBuffer.allocate(jpeg.length + 2 + 2 + Long.BYTES);
        out.put(jpeg, 0, START_OF_IMAGE);
        out.putShort((short) COMMENT).putShort((short) (2 + Long.BYTES)).putLong(number);
        out.put(jpeg, START_OF_IMAGE, jpeg.length - START_OF_IMAGE);
        return out.array();
    }
}
