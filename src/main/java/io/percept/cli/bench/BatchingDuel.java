package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Continuous batching against static batches on the same worker, short answers and long descriptions mixed. */
final class BatchingDuel {

    private static final List<Integer> SIZES = List.of(16, 32);

    /**
     * @param shrinking against batches that sequences leave when they end
     * @param fixed against batches of a fixed shape
     */
    record Outcome(Mix mix, Against shrinking, Against fixed) {}

    /**
     * @param ratio continuous ÷ the better one of the sizes of static batches
     * @param staticName which that was
     */
    record Against(Spread ratio, String staticName) {}

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
        List<StaticBatches> shrinking = batches(Optional.empty());
        List<StaticBatches> fixed = batches(Optional.of(AnswerLengths.of(workload, arena)));
        List<Contender> all = new ArrayList<>();
        all.add(continuous);
        all.addAll(shrinking);
        all.addAll(fixed);
        List<Duel.Entry> entries =
                all.stream().map(each -> Duel.Entry.of(each, workload)).toList();
        Duel duel = Duel.fight(entries, scale.rounds(), scale.least(), events);
        return new Outcome(mix, against(duel, continuous, shrinking), against(duel, continuous, fixed));
    }

    private List<StaticBatches> batches(Optional<AnswerLengths> fixed) {
        return SIZES.stream()
                .map(size -> new StaticBatches(arena.service(), size, fixed))
                .toList();
    }

    private static Against against(Duel duel, Contender continuous, List<StaticBatches> batches) {
        String best = batches.stream()
                .map(StaticBatches::name)
                .max(Comparator.comparingDouble(name -> duel.rate(name).median()))
                .orElseThrow();
        return new Against(duel.ratio(continuous.name(), best), best);
    }
}
