package io.percept.cli.bench;

import io.percept.engine.Bundle;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Finds how the bare engine is fastest on a workload: with one engine that has all threads or with several that share them, in
 * the batch sizes that the bundle names.
 */
final class BareTuning {

    private final Bundle bundle;
    private final BareEngines engines;
    private final Workload workload;
    private final Reference reference;
    private final int events;

    private record Trial(BareSizes sizes, double rate) {}

    /** @param events per trial */
    BareTuning(Bundle bundle, BareEngines engines, Workload workload, Reference reference, int events) {
        this.bundle = bundle;
        this.engines = engines;
        this.workload = workload;
        this.reference = reference;
        this.events = events;
    }

    /** One size after another, the others at the best so far: the calls do not depend on each other. */
    BareSizes best() {
        return engines.counts().stream()
                .map(this::best)
                .max(Comparator.comparingDouble(Trial::rate))
                .orElseThrow()
                .sizes();
    }

    private Trial best(int count) {
        Trial trial = new Trial(BareSizes.usual(count), 0);
        trial = fastest(bundle.batchProfiles().encoder(), trial.sizes()::withEncode);
        trial = fastest(bundle.batchProfiles().step(), trial.sizes()::withStep);
        return fastest(bundle.batchProfiles().prefill(), trial.sizes()::withPrefill);
    }

    private Trial fastest(List<Integer> sizes, IntFunction<BareSizes> with) {
        BareSizes best = null;
        double most = 0;
        for (int size : sizes) {
            BareSizes trial = with.apply(size);
            try (BareEngine bare = new BareEngine(bundle, engines.of(trial), reference, trial)) {
                bare.run(workload.next(Math.max(1, events / 4)));
                double rate = bare.run(workload.next(events)).perSecond();
                if (rate > most) {
                    most = rate;
                    best = trial;
                }
            }
        }
        return new Trial(best, most);
    }
}
