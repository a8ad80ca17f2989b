package io.percept.vision.codec;

/** Blocks of a progressive scan: one band of coefficients at one precision, gathered for a transform at the end. */
final class ProgressiveBlocks implements JpegScan.BlockDecoder {

    private final JpegBits bits;
    private final int from;
    private final int to;
    private final boolean refine;
    private final int shift;
    private int endOfBandRun;

    /**
     * @param from first coefficient in zigzag order; 0 means DC alone
     * @param to last coefficient
     * @param refine whether the scan adds one bit to what is known
     * @param shift the lowest bit that is known after the scan
     */
    ProgressiveBlocks(JpegBits bits, int from, int to, boolean refine, int shift) {
        this.bits = bits;
        this.from = from;
        this.to = to;
        this.refine = refine;
        this.shift = shift;
    }

    @Override
    public void restart() {
        endOfBandRun = 0;
    }

    @Override
    public void decode(JpegComponent component, int blockRow, int blockColumn) {
        int perBlock = component.blockSize == 1 ? 1 : 64;
        int base = (blockRow * component.blockStride + blockColumn) * perBlock;
        if (from == 0) {
            decodeDc(component, base);
        } else if (refine) {
            refineAc(component, base);
        } else {
            decodeAc(component, base);
        }
    }

    private void decodeDc(JpegComponent component, int base) {
        if (refine) {
            bits.fill();
            if (bits.take(1) != 0) {
                component.coefficients[base] |= (short) (1 << shift);
            }
            return;
        }
        int size = bits.symbol(component.dcTable);
        if (size < 0 || size > 15) {
            throw bits.badCode();
        }
        component.predictor += bits.takeSigned(size);
        component.coefficients[base] = (short) (component.predictor << shift);
    }

    private void decodeAc(JpegComponent component, int base) {
        if (endOfBandRun > 0) {
            endOfBandRun--;
            return;
        }
        for (int k = from; k <= to; k++) {
            int symbol = symbol(component.acTable);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < 15) {
                endOfBandRun = runLength(run) - 1;
                return;
            }
            k += run;
            if (size == 0) {
                continue;
            }
            if (k > to) {
                throw bits.badCode();
            }
            component.coefficients[base + InverseDct.NATURAL[k]] = (short) (bits.takeSigned(size) << shift);
        }
    }

    private void refineAc(JpegComponent component, int base) {
        int k = from;
        if (endOfBandRun == 0) {
            while (k <= to) {
                int symbol = symbol(component.acTable);
                int run = symbol >> 4;
                int value = 0;
                if ((symbol & 15) == 0) {
                    if (run < 15) {
                        endOfBandRun = runLength(run);
                        break;
                    }
                } else {
                    value = bits.take(1) != 0 ? 1 << shift : -1 << shift;
                }
                k = refineRun(component.coefficients, base, k, run);
                if (value != 0) {
                    if (k > to) {
                        throw bits.badCode();
                    }
                    component.coefficients[base + InverseDct.NATURAL[k]] = (short) value;
                }
                k++;
            }
        }
        if (endOfBandRun > 0) {
            refineRun(component.coefficients, base, k, Integer.MAX_VALUE);
            endOfBandRun--;
        }
    }

    /** Adds a bit to each known coefficient on the way past {@code zeros} unknown ones; returns where it stopped. */
    private int refineRun(short[] coefficients, int base, int start, int zeros) {
        int left = zeros;
        int k = start;
        for (; k <= to; k++) {
            int at = base + InverseDct.NATURAL[k];
            int value = coefficients[at];
            if (value == 0) {
                if (left-- == 0) {
                    break;
                }
                continue;
            }
            bits.fill();
            if (bits.take(1) != 0 && (Math.abs(value) & 1 << shift) == 0) {
                coefficients[at] += (short) (value > 0 ? 1 << shift : -1 << shift);
            }
        }
        return k;
    }

    private int runLength(int exponent) {
        return exponent == 0 ? 1 : (1 << exponent) + bits.take(exponent);
    }

    private int symbol(HuffmanTable table) {
        int symbol = bits.symbol(table);
        if (symbol < 0) {
            throw bits.badCode();
        }
        return symbol;
    }
}
