package io.percept.intake;

import java.util.Arrays;

/**
 * Offsets whose events have ended, as ascending ranges that do not touch. An offset at which the topic has no record
 * (compacted away, or a marker of a transaction) may lie in a range: there is nothing that could be skipped. Immutable.
 */
final class EndedOffsets {

    static final EndedOffsets NONE = new EndedOffsets(new long[0]);

    /** First offset and the one after the last, of one range after the other. */
    private final long[] bounds;

    private EndedOffsets(long[] bounds) {
        this.bounds = bounds;
    }

    int ranges() {
        return bounds.length / 2;
    }

    /** The first offset of a range. */
    long from(int range) {
        return bounds[2 * range];
    }

    /** The offset after the last of a range. */
    long to(int range) {
        return bounds[2 * range + 1];
    }

    boolean contains(long offset) {
        int found = Arrays.binarySearch(bounds, offset);
        // Between two bounds: inside where the bound before is the start of a range. On a bound: inside on a start.
        return found >= 0 ? found % 2 == 0 : -(found + 1) % 2 == 1;
    }

    /** How many offsets there are. */
    long count() {
        long count = 0;
        for (int range = 0; range < ranges(); range++) {
            count += to(range) - from(range);
        }
        return count;
    }

    /** The offset after the last one; 0 where there is none. */
    long end() {
        return bounds.length == 0 ? 0 : bounds[bounds.length - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndedOffsets that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int range = 0; range < ranges(); range++) {
            text.append(range == 0 ? "" : ", ").append(from(range)).append("..").append(to(range) - 1);
        }
        return text.append(']').toString();
    }

    /** Takes ranges in ascending order; such as touch become one. */
    static final class Builder {

        private long[] bounds = new long[16];
        private int size;

        /**
         * @param from not before the end of the range that was added last
         * @param to after the last offset; a range that is empty changes nothing
         */
        Builder add(long from, long to) {
            if (from < 0 || size > 0 && from < bounds[size - 1]) {
                throw new IllegalArgumentException("A range from " + from + " does not follow " + build());
            }
            if (to <= from) {
                return this;
            }
            if (size > 0 && from == bounds[size - 1]) {
                bounds[size - 1] = to;
                return this;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * size);
            }
            bounds[size++] = from;
            bounds[size++] = to;
            return this;
        }

        /** Adds what lies at or after an offset. */
        Builder addFrom(long offset, EndedOffsets more) {
            for (int range = 0; range < more.ranges(); range++) {
                add(Math.max(offset, more.from(range)), more.to(range));
            }
            return this;
        }

        EndedOffsets build() {
            return size == 0 ? NONE : new EndedOffsets(Arrays.copyOf(bounds, size));
        }
    }
}
