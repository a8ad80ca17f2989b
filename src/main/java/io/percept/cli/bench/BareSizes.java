package io.percept.cli.bench;

/**
 * Batch sizes of the bare engine.
 *
 * @param encode images per call
 * @param prefill prompts per call
 * @param step sequences that go on together
 */
record BareSizes(int encode, int prefill, int step) {

    /** For reports. */
    String title() {
        return "%d images, %d prompts, %d sequences a call".formatted(encode, prefill, step);
    }

    BareSizes withEncode(int size) {
        return new BareSizes(size, prefill, step);
    }

    BareSizes withPrefill(int size) {
        return new BareSizes(encode, size, step);
    }

    BareSizes withStep(int size) {
        return new BareSizes(encode, prefill, size);
    }
}
