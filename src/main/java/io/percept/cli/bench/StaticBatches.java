package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The same worker without continuous batching: a batch is submitted, and the next one when all of it has ended. Sequences that have
 * ended still leave their rows, which a batch of fixed shape would go on paying for, so this is the kinder form of it.
 */
final class StaticBatches implements Contender {

    private final RunningService service;
    private final int size;

    StaticBatches(RunningService service, int size) {
        this.service = service;
        this.size = size;
    }

    @Override
    public String name() {
        return "worker, static batches of " + size;
    }

    @Override
    public Measured run(Batch batch) {
        Work before = service.work();
        long start = System.nanoTime();
        for (int from = 0; from < batch.count(); from += size) {
            List<CompletableFuture<?>> together = new ArrayList<>(size);
            for (int i = from; i < Math.min(batch.count(), from + size); i++) {
                together.add(service.enricher()
                        .enrich(batch.event(i, batch.image(i)))
                        .thenAccept(WithoutKafka::check));
            }
            together.forEach(CompletableFuture::join);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(batch.count(), seconds, 0, 0, service.work().minus(before));
    }
}
