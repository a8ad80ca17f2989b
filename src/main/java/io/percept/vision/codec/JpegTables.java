package io.percept.vision.codec;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * The tables that a JPEG file has defined so far. Before that the Huffman tables are those of the standard's annex K: a frame of
 * Motion JPEG defines none and means these, as libjpeg-turbo takes it. Not thread-safe.
 */
final class JpegTables {

    private static final HuffmanTable[] STANDARD_DC = {
        standard(JPEGHuffmanTable.StdDCLuminance), standard(JPEGHuffmanTable.StdDCChrominance), null, null
    };
    private static final HuffmanTable[] STANDARD_AC = {
        standard(JPEGHuffmanTable.StdACLuminance), standard(JPEGHuffmanTable.StdACChrominance), null, null
    };

    private final HuffmanTable[] dc = STANDARD_DC.clone();
    private final HuffmanTable[] ac = STANDARD_AC.clone();
    private final int[][] quantisation = new int[4][];
    private int restartInterval;

    void readHuffman(JpegSegment segment) {
        int at = 0;
        while (at < segment.length()) {
            int selector = segment.unsigned(at++);
            int[] counts = new int[16];
            int total = 0;
            for (int i = 0; i < 16; i++) {
                counts[i] = segment.unsigned(at++);
                total += counts[i];
            }
            byte[] symbols = new byte[total];
            for (int i = 0; i < total; i++) {
                symbols[i] = (byte) segment.unsigned(at++);
            }
            if ((selector & 0xF) > 3 || selector >> 4 > 1) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "a Huffman table has the number " + selector);
            }
            (selector >> 4 == 0 ? dc : ac)[selector & 3] = build(counts, symbols);
        }
    }

    private static HuffmanTable standard(JPEGHuffmanTable table) {
        int[] counts = new int[16];
        short[] lengths = table.getLengths();
        for (int i = 0; i < lengths.length; i++) {
            counts[i] = lengths[i];
        }
        short[] values = table.getValues();
        byte[] symbols = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            symbols[i] = (byte) values[i];
        }
        return HuffmanTables.of(counts, symbols);
    }

    private static HuffmanTable build(int[] counts, byte[] symbols) {
        try {
            return HuffmanTables.of(counts, symbols);
        } catch (IllegalArgumentException e) {
            throw ImageFault.corrupt(ImageFormat.JPEG, "a Huffman table is impossible", e);
        }
    }

    void readQuantisation(JpegSegment segment) {
        int at = 0;
        while (at < segment.length()) {
            int selector = segment.unsigned(at++);
            int width = selector >> 4 == 0 ? 1 : 2;
            int[] table = new int[64];
            for (int i = 0; i < 64; i++, at += width) {
                table[i] = width == 1 ? segment.unsigned(at) : segment.unsigned16(at);
            }
            if ((selector & 0xF) > 3) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "a quantisation table has the number " + selector);
            }
            quantisation[selector & 3] = table;
        }
    }

    void readRestartInterval(JpegSegment segment) {
        restartInterval = segment.unsigned16(0);
    }

    int restartInterval() {
        return restartInterval;
    }

    /** Null where it is not defined, as the next two. */
    HuffmanTable dc(int number) {
        return number < 4 ? dc[number] : null;
    }

    HuffmanTable ac(int number) {
        return number < 4 ? ac[number] : null;
    }

    /** In the order of the file (zigzag). */
    int[] quantisation(int number) {
        return number < 4 ? quantisation[number] : null;
    }
}
