package io.percept.cli.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many threads the service has for what, and in which precision it computes.
 *
 * @param engine threads of the engine that share the work of one operator
 * @param decoding threads that decode images
 * @param spinning whether idle threads of the engine wait actively
 * @param variant of the bundle; empty: its standard
 */
record Arrangement(int engine, int decoding, boolean spinning, String variant) {

    /**
     * Those worth a comparison on so many cores: fewer threads here or there, more than cores, active waiting; and the other
     * precisions that the bundle has.
     */
    static List<Arrangement> onCores(int cores, Collection<String> variants) {
        int half = Math.max(1, cores / 2);
        Stream<Arrangement> threads = Stream.of(
                new Arrangement(cores, cores, false, ""),
                new Arrangement(cores, half, false, ""),
                new Arrangement(half, cores, false, ""),
                new Arrangement(half, half, false, ""),
                new Arrangement(cores, 2 * cores, false, ""),
                new Arrangement(2 * cores, cores, false, ""),
                new Arrangement(cores, cores, true, ""));
        Stream<Arrangement> precisions = variants.stream().map(name -> new Arrangement(cores, cores, false, name));
        return Stream.concat(threads, precisions).toList();
    }

    String title() {
        return "%d for the engine, %d for decoding%s%s"
                .formatted(
                        engine, decoding, spinning ? ", active waiting" : "", variant.isEmpty() ? "" : ", " + variant);
    }

    List<String> properties() {
        return List.of(
                "--percept.engine.variant=" + variant,
                "--percept.engine.threads=" + engine,
                "--percept.vision.threads=" + decoding,
                "--percept.engine.spinning=" + spinning);
    }
}
