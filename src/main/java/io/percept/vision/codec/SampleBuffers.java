package io.percept.vision.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The arrays that hold the components of a JPEG picture while it is decoded, used again for the next picture: they are by far the
 * largest that an image takes. Not thread-safe; one per thread that decodes.
 */
public final class SampleBuffers {

    /**
     * A photograph of 100 megapixels at an eighth of its size takes less. Longer arrays, of rare pictures, are not kept: what is kept
     * by all threads is in nobody's account, so it must be small.
     */
    private static final int KEPT_LENGTH = 2 << 20;

    private final List<byte[]> samples = new ArrayList<>();
    private final List<short[]> coefficients = new ArrayList<>();
    private int samplesTaken;
    private int coefficientsTaken;

    /** Takes back what the picture before had. */
    void begin() {
        samplesTaken = 0;
        coefficientsTaken = 0;
    }

    /** An array of at least so many samples, with anything in it. */
    byte[] samples(int length) {
        return taken(samples, samplesTaken++, length, array -> array.length, byte[]::new);
    }

    /** An array of at least so many coefficients, of which so many are 0. */
    short[] coefficients(int length) {
        short[] array = taken(coefficients, coefficientsTaken++, length, each -> each.length, short[]::new);
        Arrays.fill(array, 0, length, (short) 0);
        return array;
    }

    private static <T> T taken(List<T> kept, int at, int length, ToIntFunction<T> lengthOf, IntFunction<T> create) {
        if (at < kept.size() && lengthOf.applyAsInt(kept.get(at)) >= length) {
            return kept.get(at);
        }
        T array = create.apply(length);
        if (length <= KEPT_LENGTH) {
            if (at < kept.size()) {
                kept.set(at, array);
            } else if (at == kept.size()) {
                kept.add(array);
            }
        }
        return array;
    }
}
