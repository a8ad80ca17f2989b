package io.percept.cli.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many threads the service has for what, and in which precision it computes.
 *
 * @param engines that share the threads of the engine
 * @param threads of all engines together
 * @param decoding threads that decode images
 * @param spinning whether idle threads of an engine wait actively
 * @param variant of the bundle; empty: its standard
 */
record Arrangement(int engines, int threads, int decoding, boolean spinning, String variant) {

    /**
     * Those worth a comparison on so many cores: one engine for all threads, fewer threads here or there, more than cores, active
     * waiting; and the other precisions that the bundle has.
     */
    static List<Arrangement> onCores(int cores, Collection<String> variants) {
        int half = Math.max(1, cores / 2);
        Stream<Arrangement> arranged = Stream.of(
                new Arrangement(cores, cores, cores, false, ""),
                new Arrangement(1, cores, cores, false, ""),
                new Arrangement(1, cores, cores, true, ""),
                new Arrangement(half, half, cores, false, ""),
                new Arrangement(2 * cores, 2 * cores, cores, false, ""),
                new Arrangement(cores, cores, half, false, ""),
                new Arrangement(cores, cores, 2 * cores, false, ""));
        Stream<Arrangement> precisions =
                variants.stream().map(name -> new Arrangement(cores, cores, cores, false, name));
        return Stream.concat(arranged, precisions).toList();
    }

    String title() {
        return "%d engine%s of %d thread%s, %d for decoding%s%s"
                .formatted(
                        engines,
                        engines == 1 ? "" : "s",
                        threads / engines,
                        threads / engines == 1 ? "" : "s",
                        decoding,
                        spinning ? ", active waiting" : "",
                        variant.isEmpty() ? "" : ", " + variant);
    }

    List<String> properties() {
        return List.of(
                "--percept.engine.variant=" + variant,
                "--percept.engine.threads=" + threads,
                "--percept.engine.engines=" + engines,
                "--percept.vision.threads=" + decoding,
                "--percept.engine.spinning=" + spinning);
    }
}
