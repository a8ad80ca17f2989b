package io.percept.engine.tensorrt;

/**
 * What a dimension may be in an optimisation profile, and what it is tuned for.
 *
 * @param min least
 * @param opt what TensorRT tunes for
 * @param max most
 */
record Range(long min, long opt, long max) {

    Range {
        if (min < 1 || opt < min || max < opt) {
            throw new IllegalArgumentException("A range must ascend from 1 on: " + min + ", " + opt + ", " + max);
        }
    }

    static Range fixed(long size) {
        return new Range(size, size, size);
    }

    boolean holds(long size) {
        return min <= size && size <= max;
    }
}
