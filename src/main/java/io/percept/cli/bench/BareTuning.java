package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.engine.ModelEngine;
import java.util.List;
import java.util.function.IntFunction;

/** Finds the batch sizes with which the bare engine is fastest on a workload, by trying those that the bundle names. */
final class BareTuning {

    private final Bundle bundle;
    private final ModelEngine engine;
    private final Workload workload;
    private final Reference reference;
    private final int events;

    /** @param events per trial */
    BareTuning(Bundle bundle, ModelEngine engine, Workload workload, Reference reference, int events) {
        this.bundle = bundle;
        this.engine = engine;
        this.workload = workload;
        this.reference = reference;
        this.events = events;
    }

    /** One size after another, the others at the best so far: the calls do not depend on each other. */
    BareSizes best() {
        BareSizes sizes = new BareSizes(4, 16, 16);
        sizes = fastest(bundle.batchProfiles().encoder(), sizes::withEncode);
        sizes = fastest(bundle.batchProfiles().step(), sizes::withStep);
        return fastest(bundle.batchProfiles().prefill(), sizes::withPrefill);
    }

    private BareSizes fastest(List<Integer> sizes, IntFunction<BareSizes> with) {
        BareSizes best = null;
        double most = 0;
        for (int size : sizes) {
            BareSizes trial = with.apply(size);
            try (BareEngine bare = new BareEngine(bundle, engine, reference, trial)) {
                bare.run(workload.next(Math.max(1, events / 4)));
                double rate = bare.run(workload.next(events)).perSecond();
                if (rate > most) {
                    most = rate;
                    best = trial;
                }
            }
        }
        return best;
    }
}
