package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Continuous batching against static batches on the same worker, short answers and long descriptions mixed. */
final class BatchingDuel {

    /** The largest is what the two engines of two cores have at once where batches are continuous. */
    static final List<Integer> SIZES = List.of(16, 32, 64);

    /**
     * @param title of the workload
     * @param scores of continuous batches and of all others
     * @param shrinking against batches that sequences leave when they end
     * @param fixed against batches of a fixed shape
     */
    record Outcome(Mix mix, String title, List<Score> scores, Against shrinking, Against fixed) {}

    /**
     * @param rate events a second
     * @param toContinuous rate ÷ that of continuous batches in the same round
     */
    record Score(String name, Spread rate, Spread toContinuous) {}

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
        int events = inFullBatches(
                scale.events(continuous.run(workload.next(scale.least())).perSecond()));
        List<StaticBatches> shrinking = batches(Optional.empty());
        List<StaticBatches> fixed = batches(Optional.of(AnswerLengths.of(workload, arena)));
        List<Contender> all = new ArrayList<>();
        all.add(continuous);
        all.addAll(shrinking);
        all.addAll(fixed);
        List<Duel.Entry> entries =
                all.stream().map(each -> Duel.Entry.of(each, workload)).toList();
        Duel duel = Duel.fight(entries, scale.rounds(), scale.least(), events);
        List<Score> scores = duel.names().stream()
                .map(name -> new Score(name, duel.rate(name), duel.ratio(name, continuous.name())))
                .toList();
        return new Outcome(
                mix, workload.title(), scores, against(duel, continuous, shrinking), against(duel, continuous, fixed));
    }

    /** A batch that is not full at the end would count against the static ones. */
    static int inFullBatches(int events) {
        int largest = SIZES.getLast();
        return events < largest ? events : events / largest * largest;
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
