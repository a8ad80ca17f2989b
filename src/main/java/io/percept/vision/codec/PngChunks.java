package io.percept.vision.codec;

import java.util.zip.CRC32;

/** Walks over the chunks of a PNG file, as far as they lie in it whole; reads none of them. For one walk. */
final class PngChunks {

    /** Length, name and checksum. */
    private static final int AROUND = 12;

    private final ByteView view;
    private long next = 8;
    private int start;
    private int length;

    PngChunks(ByteView view) {
        this.view = view;
    }

    /** Goes on to the next chunk, if there is one. */
    boolean advance() {
        long end = view.bytes().length;
        if (next + AROUND > end) {
            return false;
        }
        int at = (int) next;
        long stated = Integer.toUnsignedLong(view.int32(at));
        if (at + 8 + stated > end) {
            return false;
        }
        start = at;
        length = (int) stated;
        next += AROUND + stated;
        return true;
    }

    String name() {
        return view.name(start + 4, 4);
    }

    /** Where its content begins. */
    int body() {
        return start + 8;
    }

    /** Bytes of its content. */
    int length() {
        return length;
    }

    /** Whether its checksum is right. */
    boolean isSound() {
        CRC32 crc = new CRC32();
        crc.update(view.bytes(), start + 4, length + 4);
        return (int) crc.getValue() == view.int32(start + 8 + length);
    }
}
