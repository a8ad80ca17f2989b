package io.percept.cli.bench;

/**
 * How the bare engine is called.
 *
 * @param engines that share the threads; each is called by a thread of its own
 * @param encode images per call
 * @param prefill prompts per call
 * @param step sequences that go on together
 */
record BareSizes(int engines, int encode, int prefill, int step) {

    /** Middling sizes. */
    static BareSizes usual(int engines) {
        return new BareSizes(engines, 4, 16, 16);
    }

    /** For reports. */
    String title() {
        return "%d engine%s, %d images, %d prompts, %d sequences a call"
                .formatted(engines, engines == 1 ? "" : "s", encode, prefill, step);
    }

    BareSizes withEncode(int size) {
        return new BareSizes(engines, size, prefill, step);
    }

    BareSizes withPrefill(int size) {
        return new BareSizes(engines, encode, size, step);
    }

    BareSizes withStep(int size) {
        return new BareSizes(engines, encode, prefill, size);
    }
}
