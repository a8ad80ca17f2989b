package io.percept.vision.codec;

import java.nio.charset.StandardCharsets;

/**
 * The payload of one JPEG marker segment.
 *
 * @param data the whole file
 * @param start first byte after the length
 * @param end first byte after the segment
 */
record JpegSegment(byte[] data, int start, int end) {

    /** The segment whose length field stands at the position. */
    static JpegSegment at(byte[] data, int position) {
        if (position + 2 > data.length) {
            throw ImageFault.truncated(ImageFormat.JPEG, "inside its headers");
        }
        int length = (data[position] & 0xFF) << 8 | data[position + 1] & 0xFF;
        if (length < 2) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a segment has the length " + length);
        }
        if (position + length > data.length) {
            throw ImageFault.truncated(ImageFormat.JPEG, "inside its headers");
        }
        return new JpegSegment(data, position + 2, position + length);
    }

    int length() {
        return end - start;
    }

    int unsigned(int index) {
        if (start + index >= end) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a segment is too short");
        }
        return data[start + index] & 0xFF;
    }

    int unsigned16(int index) {
        return unsigned(index) << 8 | unsigned(index + 1);
    }

    boolean startsWith(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < wanted.length; i++) {
            if (i >= length() || data[start + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
