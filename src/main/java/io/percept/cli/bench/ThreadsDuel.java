package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The worker with its threads arranged one way and another, in turns: once where the engine is the limit, once where pixels are. */
final class ThreadsDuel {

    /**
     * One arrangement.
     *
     * @param toFirst by workload: its events/s ÷ those of the first arrangement, in the same round
     */
    record Line(Arrangement arrangement, Map<String, Spread> toFirst) {}

    /** Of the events that a round has otherwise; there are many arrangements. */
    private static final double SHARE = 0.5;

    /** They share the direct memory of one JVM, and none of their pictures comes again. */
    private static final String LITTLE_MEMORY = "--percept.worker.prefix-cache=32MB";

    private final Arena arena;
    private final List<Arrangement> arrangements;

    /** @param arrangements the first one is what the others are compared with */
    ThreadsDuel(Arena arena, List<Arrangement> arrangements) {
        this.arena = arena;
        this.arrangements = arrangements;
    }

    List<Line> run() {
        List<RunningService> services = new ArrayList<>();
        try {
            Map<String, Duel> duels = new LinkedHashMap<>();
            for (Arrangement arrangement : arrangements) {
                services.add(arena.service().beside(properties(arrangement)));
            }
            for (Mix mix : List.of(Mix.THUMBNAILS, Mix.LARGE_PHOTOS)) {
                Workload workload = arena.workload(mix, TaskSet.CAPTION);
                duels.put(workload.title(), duel(services, workload));
            }
            return lines(duels);
        } finally {
            services.forEach(RunningService::close);
        }
    }

    private static List<String> properties(Arrangement arrangement) {
        return Stream.concat(arrangement.properties().stream(), Stream.of(LITTLE_MEMORY))
                .toList();
    }

    private Duel duel(List<RunningService> services, Workload workload) {
        Scale scale = arena.scale();
        List<Duel.Entry> entries = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            entries.add(new Duel.Entry(arrangements.get(i).title(), new WithoutKafka(services.get(i)), workload, 1));
        }
        WithoutKafka first = new WithoutKafka(services.getFirst());
        first.run(workload.next(scale.least()));
        int events =
                scale.events(SHARE * first.run(workload.next(scale.least())).perSecond());
        return Duel.fight(entries, scale.rounds(), Math.max(scale.least(), events / 4), events);
    }

    private List<Line> lines(Map<String, Duel> duels) {
        String first = arrangements.getFirst().title();
        return arrangements.stream()
                .map(arrangement -> {
                    Map<String, Spread> ratios = new LinkedHashMap<>();
                    duels.forEach((workload, duel) -> ratios.put(workload, duel.ratio(arrangement.title(), first)));
                    return new Line(arrangement, ratios);
                })
                .toList();
    }
}
