package io.percept.vision.codec;

import java.nio.charset.StandardCharsets;

/**
 * Numbers at positions of a file. Reading past the end is the file being truncated, not a programming error.
 *
 * @param bytes the whole file
 * @param format named in the error
 */
record ByteView(byte[] bytes, ImageFormat format) {

    int uint8(int at) {
        if (at < 0 || at >= bytes.length) {
            throw ImageFault.truncated(format, "inside its headers");
        }
        return bytes[at] & 0xFF;
    }

    int uint16(int at) {
        return uint8(at) << 8 | uint8(at + 1);
    }

    int uint16Little(int at) {
        return uint8(at) | uint8(at + 1) << 8;
    }

    int uint24Little(int at) {
        return uint16Little(at) | uint8(at + 2) << 16;
    }

    int int32(int at) {
        return uint16(at) << 16 | uint16(at + 2);
    }

    int int32Little(int at) {
        return uint16Little(at) | uint16Little(at + 2) << 16;
    }

    String name(int at, int length) {
        if (at < 0 || at + length > bytes.length) {
            throw ImageFault.truncated(format, "inside its headers");
        }
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }
}
