package io.percept.vision.codec;

import java.util.List;

/** Decoded components to RGB: late transform of progressive pictures, chroma upsampling, colour conversion. */
final class JpegOutput {

    private final JpegFrame frame;
    private final List<JpegComponent> components;
    private final JpegColour colour;

    JpegOutput(JpegFrame frame, boolean jfif, int adobeTransform) {
        this.frame = frame;
        this.components = frame.components;
        this.colour = JpegColour.of(components.stream().mapToInt(c -> c.id).toArray(), jfif, adobeTransform);
    }

    void writeTo(RowSink to) {
        if (frame.progressive) {
            components.forEach(JpegOutput::transform);
        }
        int width = frame.scaledWidth();
        int height = frame.scaledHeight();
        byte[] rgb = new byte[width * 3];
        byte[][] rows = new byte[components.size()][];
        ChromaUpsampler[] upsamplers = new ChromaUpsampler[rows.length];
        for (int i = 0; i < rows.length; i++) {
            JpegComponent component = components.get(i);
            upsamplers[i] = new ChromaUpsampler(component, frame.across(component), frame.down(component), width);
            rows[i] = upsamplers[i].row();
        }
        to.begin(width, height);
        for (int y = 0; y < height; y++) {
            Interrupts.check();
            for (ChromaUpsampler upsampler : upsamplers) {
                upsampler.read(y);
            }
            colour.convert(rows, width, rgb, 0);
            to.row(rgb, 0);
        }
    }

    private static void transform(JpegComponent component) {
        InverseDct transform = new InverseDct();
        int[] block = new int[64];
        int perBlock = component.blockSize == 1 ? 1 : 64;
        for (int row = 0; row < component.blocksDown; row++) {
            Interrupts.check();
            for (int column = 0; column < component.blocksAcross; column++) {
                int base = (row * component.blockStride + column) * perBlock;
                int offset = component.sampleOffset(row, column);
                if (perBlock == 1) {
                    component.samples[offset] = InverseDct.flat(component.coefficients[base] * component.quant[0]);
                    continue;
                }
                boolean flat = dequantise(component, base, block);
                transform.write(block, flat, component.blockSize, component.samples, offset, component.stride);
            }
        }
    }

    /** Returns whether the block has no AC coefficient. */
    private static boolean dequantise(JpegComponent component, int base, int[] block) {
        int any = 0;
        for (int k = 0; k < 64; k++) {
            int at = InverseDct.NATURAL[k];
            int value = component.coefficients[base + at] * component.quant[k];
            block[at] = value;
            any |= k == 0 ? 0 : value;
        }
        return any == 0;
    }
}
