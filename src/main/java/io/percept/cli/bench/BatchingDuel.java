package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Continuous batching against static batches on the same worker, short answers and long descriptions mixed. */
final class BatchingDuel {

    private static final List<Integer> SIZES = List.of(16, 32);

    /**
     * @param ratio continuous ÷ the better of the static ones
     * @param staticName which that was
     */
    record Outcome(Mix mix, Spread ratio, String staticName) {}

    private final Arena arena;

    BatchingDuel(Arena arena) {
        this.arena = arena;
    }

    Outcome run(Mix mix) {
        Scale scale = arena.scale();
        Workload workload = arena.workload(mix, TaskSet.MIXED_LENGTHS);
        WithoutKafka continuous = new WithoutKafka(arena.service());
        continuous.run(workload.next(scale.least()));
        int events = scale.events(continuous.run(workload.next(scale.least())).perSecond());
        List<Duel.Entry> entries = new ArrayList<>();
        entries.add(Duel.Entry.of(continuous, workload));
        for (int size : SIZES) {
            entries.add(Duel.Entry.of(new StaticBatches(arena.service(), size), workload));
        }
        Duel duel = Duel.fight(entries, scale.rounds(), scale.least(), events);
        String best = duel.names().stream()
                .skip(1)
                .max(Comparator.comparingDouble(name -> duel.rate(name).median()))
                .orElseThrow();
        return new Outcome(mix, duel.ratio(continuous.name(), best), best);
    }
}
