package io.percept.vision.codec;

import java.util.Arrays;

/** Blocks of a sequential scan: all coefficients of a block in one go, transformed at once. */
final class BaselineBlocks implements JpegScan.BlockDecoder {

    private final JpegBits bits;
    private final int[] block = new int[64];
    private final InverseDct transform = new InverseDct();

    BaselineBlocks(JpegBits bits) {
        this.bits = bits;
    }

    @Override
    public void decode(JpegComponent component, int blockRow, int blockColumn) {
        component.predictor += difference(component.dcTable);
        int offset = component.sampleOffset(blockRow, blockColumn);
        if (component.blockSize == 1) {
            skipCoefficients(component.acTable);
            component.samples[offset] = InverseDct.flat(component.predictor * component.quant[0]);
            return;
        }
        int[] coefficients = block;
        Arrays.fill(coefficients, 0);
        coefficients[0] = component.predictor * component.quant[0];
        boolean flat = !readCoefficients(component, coefficients);
        transform.write(coefficients, flat, component.blockSize, component.samples, offset, component.stride);
    }

    @Override
    public void restart() {
        // Predictors are the scan's; nothing else runs over.
    }

    private int difference(HuffmanTable table) {
        int size = bits.symbol(table);
        if (size < 0 || size > 15) {
            throw bits.badCode();
        }
        return bits.takeSigned(size);
    }

    /** Returns whether there was any. */
    private boolean readCoefficients(JpegComponent component, int[] coefficients) {
        HuffmanTable table = component.acTable;
        int[] quant = component.quant;
        boolean any = false;
        for (int k = 1; k < 64; k++) {
            int symbol = bits.symbol(table);
            if (symbol < 0) {
                throw bits.badCode();
            }
            int size = symbol & 15;
            if (size == 0) {
                if (symbol != 0xF0) {
                    break;
                }
                k += 15;
                continue;
            }
            k += symbol >> 4;
            if (k > 63) {
                throw bits.badCode();
            }
            coefficients[InverseDct.NATURAL[k]] = bits.takeSigned(size) * quant[k];
            any = true;
        }
        return any;
    }

    /** Passes over the coefficients of a block whose values are not needed, several at a look. */
    private void skipCoefficients(HuffmanTable table) {
        int[] skip = table.skipTable();
        JpegBits in = bits;
        int k = 1;
        while (k < 64) {
            in.fill();
            int entry = skip[(int) (in.buffer >>> (64 - HuffmanTable.SKIP_LOOK))];
            int after = k + (entry >> 8 & 0x3F);
            if (entry == 0 || after > 63) {
                k = skipOne(table, k);
                continue;
            }
            in.drop(entry & 0xFF);
            if ((entry & HuffmanTable.SKIP_END) != 0) {
                return;
            }
            k = after;
        }
    }

    private int skipOne(HuffmanTable table, int k) {
        int symbol = bits.symbol(table);
        if (symbol < 0) {
            throw bits.badCode();
        }
        int size = symbol & 15;
        if (size == 0) {
            return symbol == 0xF0 ? k + 16 : 64;
        }
        int after = k + (symbol >> 4) + 1;
        if (after > 64) {
            throw bits.badCode();
        }
        bits.drop(size);
        return after;
    }
}
