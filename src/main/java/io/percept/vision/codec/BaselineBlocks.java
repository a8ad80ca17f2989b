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
        int offset = component.sampleOffset(blockRow, blockColumn);
        if (component.blockSize == 1) {
            component.predictor += readDcAlone(component);
            component.samples[offset] = InverseDct.flat(component.predictor * component.quant[0]);
            return;
        }
        component.predictor += difference(component.dcTable);
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

    /**
     * Returns whether there was any. The bits are worked on in local variables, here and below: through fields the
     * processor would wait for its own stores.
     */
    private boolean readCoefficients(JpegComponent component, int[] coefficients) {
        short[] look = component.acTable.look;
        int[] quant = component.quant;
        long buffer = bits.buffer;
        int count = bits.count;
        boolean any = false;
        int k = 1;
        while (k < 64) {
            if (count < 32) {
                bits.put(buffer, count);
                bits.fill();
                buffer = bits.buffer;
                count = bits.count;
            }
            int found = look[(int) (buffer >>> (64 - HuffmanTable.LOOK))];
            if (found == 0) {
                found = component.acTable.find((int) (buffer >>> 48));
                if (found == 0) {
                    throw bits.put(buffer, count).badCode();
                }
            }
            int size = found & 15;
            int run = found >> 4 & 15;
            buffer <<= found >> 8;
            count -= found >> 8;
            if (size == 0) {
                if (run != 15) {
                    break;
                }
                k += 16;
                continue;
            }
            k += run;
            if (k > 63) {
                throw bits.put(buffer, count).badCode();
            }
            coefficients[InverseDct.NATURAL[k]] = JpegBits.signed(buffer, size) * quant[k];
            buffer <<= size;
            count -= size;
            any = true;
            k++;
        }
        bits.put(buffer, count);
        return any;
    }

    /**
     * Decodes the DC value of a block and passes over its coefficients, several at a look. For a large photograph this
     * is where the time goes.
     */
    private int readDcAlone(JpegComponent component) {
        char[] skip = component.acTable.skipTable();
        bits.fill();
        long buffer = bits.buffer;
        int count = bits.count;
        int found = component.dcTable.look[(int) (buffer >>> (64 - HuffmanTable.LOOK))];
        if (found == 0) {
            found = component.dcTable.find((int) (buffer >>> 48));
        }
        int size = found & 0xFF;
        if (found == 0 || size > 15) {
            throw bits.badCode();
        }
        buffer <<= found >> 8;
        int difference = JpegBits.signed(buffer, size);
        buffer <<= size;
        count -= (found >> 8) + size;
        int k = 1;
        while (k < 64) {
            if (count < 32) {
                bits.put(buffer, count);
                bits.fill();
                buffer = bits.buffer;
                count = bits.count;
            }
            int entry = skip[(int) (buffer >>> (64 - HuffmanTable.SKIP_LOOK))];
            int after = k + (entry >> HuffmanTable.SKIP_ADVANCE & 0x3F);
            if (entry == 0 || after > 63) {
                bits.put(buffer, count);
                k = skipOne(component.acTable, k);
                buffer = bits.buffer;
                count = bits.count;
                continue;
            }
            buffer <<= entry & HuffmanTable.SKIP_BITS;
            count -= entry & HuffmanTable.SKIP_BITS;
            k = (entry & HuffmanTable.SKIP_END) != 0 ? 64 : after;
        }
        bits.put(buffer, count);
        return difference;
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
