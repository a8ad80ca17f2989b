package io.percept.cli.bench;

import java.util.List;

/**
 * How many threads the service has for what.
 *
 * @param engine threads of the engine that share the work of one operator
 * @param decoding threads that decode images
 * @param spinning whether idle threads of the engine wait actively
 */
record Arrangement(int engine, int decoding, boolean spinning) {

    /** Those worth a comparison on so many cores: fewer threads here or there, more than cores, active waiting. */
    static List<Arrangement> onCores(int cores) {
        int half = Math.max(1, cores / 2);
        return List.of(
                new Arrangement(cores, cores, false),
                new Arrangement(cores, half, false),
                new Arrangement(half, cores, false),
                new Arrangement(half, half, false),
                new Arrangement(cores, 2 * cores, false),
                new Arrangement(2 * cores, cores, false),
                new Arrangement(cores, cores, true));
    }

    String title() {
        return "%d for the engine, %d for decoding%s".formatted(engine, decoding, spinning ? ", active waiting" : "");
    }

    List<String> properties() {
        return List.of(
                "--percept.engine.threads=" + engine,
                "--percept.vision.threads=" + decoding,
                "--percept.engine.spinning=" + spinning);
    }
}
