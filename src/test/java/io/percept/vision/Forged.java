package io.percept.vision;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Pieces of image files that no honest program writes. */
final class Forged {

    static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private Forged() {}

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where a text begins, or −1. */
    static int find(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    /** Length, name, body and the right checksum. */
    static byte[] pngChunk(String name, byte[] body) {
        byte[] named = join(ascii(name), body);
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(body.length + 12)
                .putInt(body.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }

    /** Eight bits of red, green and blue. */
    static byte[] pngHeader(int width, int height) {
        return pngHeader(width, height, 8, 2);
    }

    static byte[] pngHeader(int width, int height, int depth, int colourType) {
        byte[] rest = {(byte) depth, (byte) colourType, 0, 0, 0};
        return pngChunk(
                "IHDR",
                ByteBuffer.allocate(13).putInt(width).putInt(height).put(rest).array());
    }

    /** A PNG file with something behind its header. */
    static byte[] pngWith(byte[] file, byte[] chunk) {
        int end = 8 + 25;
        return join(slice(file, 0, end), chunk, slice(file, end, file.length));
    }

    /** Zeros, packed to a thousandth. */
    static byte[] deflated(int zeros) {
        return deflated(new byte[zeros], zeros / 500 + 100);
    }

    static byte[] deflated(byte[] bytes) {
        return deflated(bytes, bytes.length + 100);
    }

    private static byte[] deflated(byte[] bytes, int room) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[room];
        int length = deflater.deflate(packed);
        deflater.end();
        return slice(packed, 0, length);
    }

    /** A marker segment of a JPEG file. */
    static byte[] segment(int code, byte[] body) {
        return join(
                new byte[] {(byte) 0xFF, (byte) code, (byte) (body.length + 2 >> 8), (byte) (body.length + 2)}, body);
    }

    /** A JPEG file with segments behind its first marker. */
    static byte[] jpegWith(byte[] file, byte[]... segments) {
        return join(slice(file, 0, 2), join(segments), slice(file, 2, file.length));
    }

    /** Where the marker of a code stands in a JPEG file, before its picture data. */
    static int marker(byte[] file, int code) {
        int at = 2;
        while ((file[at + 1] & 0xFF) != code) {
            at += 2 + ((file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF);
        }
        return at;
    }

    static byte[] riffChunk(String name, byte[] body) {
        return ByteBuffer.allocate(8 + body.length + (body.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(name))
                .putInt(body.length)
                .put(body)
                .array();
    }

    static byte[] webp(byte[]... chunks) {
        byte[] all = join(chunks);
        return ByteBuffer.allocate(12 + all.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(4 + all.length)
                .put(ascii("WEBP"))
                .put(all)
                .array();
    }

    /** The header of an extended WebP file. */
    static byte[] vp8x(int flags, int width, int height) {
        return riffChunk(
                "VP8X",
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(flags)
                        .putShort((short) (width - 1))
                        .put((byte) 0)
                        .putShort((short) (height - 1))
                        .put((byte) 0)
                        .array());
    }
}
