package io.percept.vision.codec;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes a PNG file to RGB: every colour type and depth, interlaced or not, alpha and transparent colours over white,
 * 16 bits cut to the upper 8, and a gamma applied that makes another picture of them ({@link PngGamma}). Every critical chunk's
 * checksum must be right and the file must reach its end.
 *
 * <p>One decoder decodes one file; not thread-safe.
 */
final class PngDecoder {

    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };
    private static final int[][] WHOLE = {{0, 0, 1, 1}};

    /** What deflate can make of a byte at most: a match of 258 bytes in two bits. */
    private static final int MOST_PER_BYTE = 1032;

    private final ImageHeader header;
    private final ByteView view;
    private final Inflater inflater = new Inflater();
    private PngPixels pixels;
    /** Start of the next chunk. */
    private int next = 8;

    private PngDecoder(byte[] bytes, ImageHeader header) {
        this.header = header;
        view = new ByteView(bytes, ImageFormat.PNG);
    }

    static RgbImage decode(byte[] bytes, ImageHeader header) {
        PngDecoder decoder = new PngDecoder(bytes, header);
        try {
            return decoder.decode();
        } finally {
            decoder.inflater.end();
        }
    }

    private RgbImage decode() {
        while (true) {
            String chunk = chunkName();
            int body = next + 8;
            int length = view.int32(next);
            if (chunk.equals("IDAT")) {
                break;
            }
            check(chunk);
            switch (chunk) {
                case "IHDR" -> readHeader(body);
                case "PLTE" -> pixels.readPalette(view.bytes(), body, length);
                case "tRNS" -> pixels.readTransparency(view.bytes(), body, length);
                case "IEND" -> throw ImageFault.corrupt(ImageFormat.PNG, "it has no picture data");
                default -> {
                    // Chunks that do not change the pixels, and the gamma, which PngPixels has asked for.
                }
            }
            next = body + length + 4;
        }
        pixels.checkPalette();
        checkRoom();
        RgbImage image = RgbImage.blank(pixels.width, pixels.height);
        readRows(image.rgb());
        finish();
        return image;
    }

    private void readHeader(int body) {
        if (pixels != null) {
            throw ImageFault.corrupt(ImageFormat.PNG, "it has two headers");
        }
        pixels = new PngPixels(view, body);
        if (pixels.width != header.width() || pixels.height != header.height()) {
            throw ImageFault.corrupt(ImageFormat.PNG, "it states two sizes");
        }
    }

    /** What cannot hold all rows, however well they are packed, is not worth the memory for its pixels. */
    private void checkRoom() {
        long packed = (long) pixels.height * JpegComponent.ceilDivide(pixels.width * pixels.bitsPerPixel(), 8);
        if (packed / MOST_PER_BYTE > view.bytes().length) {
            throw ImageFault.truncated(ImageFormat.PNG, "inside its picture data");
        }
    }

    /** The name of the next chunk, which lies in the file as a whole. */
    private String chunkName() {
        int length = view.int32(next);
        if (length < 0) {
            throw ImageFault.corrupt(ImageFormat.PNG, "a chunk has an impossible length");
        }
        if (next + 12L + length > view.bytes().length) {
            throw ImageFault.truncated(ImageFormat.PNG, "inside a chunk");
        }
        return view.name(next + 4, 4);
    }

    private void check(String chunk) {
        boolean critical = Character.isUpperCase(chunk.charAt(0));
        if (!critical && !chunk.equals("tRNS")) {
            return;
        }
        int length = view.int32(next);
        CRC32 crc = new CRC32();
        crc.update(view.bytes(), next + 4, length + 4);
        if ((int) crc.getValue() != view.int32(next + 8 + length)) {
            throw ImageFault.corrupt(ImageFormat.PNG, "the checksum of its chunk " + chunk + " is wrong");
        }
    }

    private void readRows(byte[] rgb) {
        for (int[] pass : pixels.interlaced ? PASSES : WHOLE) {
            int columns = JpegComponent.ceilDivide(pixels.width - pass[0], pass[2]);
            int rows = JpegComponent.ceilDivide(pixels.height - pass[1], pass[3]);
            if (columns <= 0 || rows <= 0) {
                continue;
            }
            int bytes = JpegComponent.ceilDivide(columns * pixels.bitsPerPixel(), 8);
            byte[] row = new byte[bytes + 1];
            byte[] above = new byte[bytes + 1];
            for (int y = 0; y < rows; y++) {
                Interrupts.check();
                inflate(row, row.length);
                PngFilter.undo(row, above, pixels.bytesPerPixel());
                int to = ((pass[1] + y * pass[3]) * pixels.width + pass[0]) * 3;
                pixels.expand(row, columns, rgb, to, pass[2] * 3);
                byte[] swap = above;
                above = row;
                row = swap;
            }
        }
    }

    private void inflate(byte[] into, int wanted) {
        int done = 0;
        try {
            while (done < wanted) {
                int count = inflater.inflate(into, done, wanted - done);
                done += count;
                if (count == 0 && !feed()) {
                    throw ImageFault.corrupt(ImageFormat.PNG, "its picture data stop before the last row");
                }
            }
        } catch (DataFormatException e) {
            throw ImageFault.corrupt(ImageFormat.PNG, "its picture data cannot be unpacked", e);
        }
    }

    /** Gives the inflater the next chunk of picture data, if there is one. */
    private boolean feed() {
        if (inflater.finished() || inflater.needsDictionary()) {
            return false;
        }
        if (!chunkName().equals("IDAT")) {
            return false;
        }
        check("IDAT");
        int length = view.int32(next);
        inflater.setInput(view.bytes(), next + 8, length);
        next += length + 12;
        return true;
    }

    private void finish() {
        String chunk = chunkName();
        while (!chunk.equals("IEND")) {
            check(chunk);
            next += view.int32(next) + 12;
            chunk = chunkName();
        }
        TextInDisguise.refuseAfter(ImageFormat.PNG, view.bytes(), next + 12 + view.int32(next));
    }
}
