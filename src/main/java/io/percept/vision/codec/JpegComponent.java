package io.percept.vision.codec;

import java.util.Arrays;

/** One colour component of a JPEG picture while it is decoded: geometry, coefficients and samples. Not thread-safe. */
final class JpegComponent {

    final int id;
    final int h;
    final int v;
    final int quantIndex;

    /** Samples along a block's edge after decoding: 8, 4, 2 or 1. */
    int blockSize;
    /** Blocks that hold picture, in a scan of this component alone. */
    int blocksAcross;

    int blocksDown;
    /** Blocks with the padding of interleaved scans. */
    int blockStride;

    int blockRows;
    /** Samples that hold picture. */
    int width;

    int height;
    /** Samples per row of {@link #samples}. */
    int stride;

    /** May be longer than the samples. */
    byte[] samples;
    /** May be longer. Progressive pictures only: 64 values a block, or its DC alone where blockSize is 1. */
    short[] coefficients;

    int[] quant;
    HuffmanTable dcTable;
    HuffmanTable acTable;
    int predictor;
    /** Per coefficient how many low bits are still missing; −1 when nothing of it was seen. */
    final int[] missingBits = new int[64];

    JpegComponent(int id, int h, int v, int quantIndex) {
        this.id = id;
        this.h = h;
        this.v = v;
        this.quantIndex = quantIndex;
        Arrays.fill(missingBits, -1);
    }

    /** Fixes the geometry once the frame and the scale are known. */
    void layOut(JpegFrame frame, SampleBuffers buffers) {
        blockSize = frame.blockSize(this);
        blocksAcross = ceilDivide(ceilDivide(frame.width * h, frame.maxH), 8);
        blocksDown = ceilDivide(ceilDivide(frame.height * v, frame.maxV), 8);
        blockStride = frame.mcusAcross * h;
        blockRows = frame.mcusDown * v;
        width = ceilDivide(frame.width * h * blockSize, frame.maxH * 8);
        height = ceilDivide(frame.height * v * blockSize, frame.maxV * 8);
        stride = blockStride * blockSize;
        samples = buffers.samples(Math.multiplyExact(stride, blockRows * blockSize));
        if (frame.progressive) {
            coefficients = buffers.coefficients(Math.multiplyExact(blockStride * blockRows, blockSize == 1 ? 1 : 64));
        }
    }

    int sampleOffset(int blockRow, int blockColumn) {
        return blockRow * blockSize * stride + blockColumn * blockSize;
    }

    /** Whether a scan gave a value for each block, if only its mean. */
    boolean isSeen() {
        return missingBits[0] >= 0;
    }

    /** Whether scans gave all that there is to know. */
    boolean isComplete() {
        return Arrays.stream(missingBits).allMatch(missing -> missing == 0);
    }

    static int ceilDivide(int value, int by) {
        return (int) (((long) value + by - 1) / by);
    }
}
