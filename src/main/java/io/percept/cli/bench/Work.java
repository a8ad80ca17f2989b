package io.percept.cli.bench;

/**
 * What the engine was made to do.
 *
 * @param images encoded
 * @param prefilled tokens of prompts computed, without padding
 * @param steps tokens that sequences went on by
 */
record Work(double images, double prefilled, double steps) {

    static final Work NONE = new Work(0, 0, 0);

    Work minus(Work other) {
        return new Work(images - other.images, prefilled - other.prefilled, steps - other.steps);
    }

    Work plus(Work other) {
        return new Work(images + other.images, prefilled + other.prefilled, steps + other.steps);
    }

    Work per(int events) {
        return new Work(images / events, prefilled / events, steps / events);
    }
}
