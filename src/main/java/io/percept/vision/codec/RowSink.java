package io.percept.vision.codec;

/**
 * Takes a picture row by row from its top, so that a picture that is only going to be reduced is never in memory as a whole. What it
 * throws ends the decoding.
 */
public interface RowSink {

    /** A picture of so many pixels follows. */
    void begin(int width, int height);

    /**
     * The next row.
     *
     * @param rgb has three bytes red, green, blue a pixel from the offset on; other pixels are in it after the call
     */
    void row(byte[] rgb, int offset);
}
