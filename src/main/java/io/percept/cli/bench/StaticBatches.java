package io.percept.cli.bench;

import io.percept.contract.Decoding;
import io.percept.contract.TaskOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The same worker without continuous batching: a batch is submitted, and the next one when all of it has ended. There are two forms:
 *
 * <ul>
 *   <li>The batch shrinks: sequences that have ended leave their rows. A worker that packs its rows can do so, and it is the kinder form.
 *   <li>The batch has a fixed shape, which is what is commonly meant: every sequence keeps its row, and goes on in it, until the longest of the batch
 *       has ended.
 * </ul>
 */
final class StaticBatches implements Contender {

    private final RunningService service;
    private final int size;
    private final Optional<AnswerLengths> fixed;

    /** @param fixed how long the answers are, where the batches have a fixed shape; empty: they shrink */
    StaticBatches(RunningService service, int size, Optional<AnswerLengths> fixed) {
        this.service = service;
        this.size = size;
        this.fixed = fixed;
    }

    @Override
    public String name() {
        return "worker, static batches of " + size + (fixed.isPresent() ? ", fixed shape" : "");
    }

    @Override
    public Measured run(Batch batch) {
        Work before = service.work();
        long start = System.nanoTime();
        for (int from = 0; from < batch.count(); from += size) {
            int to = Math.min(batch.count(), from + size);
            TaskOptions options = options(batch, from, to);
            List<CompletableFuture<?>> together = new ArrayList<>(size);
            for (int i = from; i < to; i++) {
                together.add(service.enricher()
                        .enrich(batch.event(i, batch.image(i), options))
                        .thenAccept(WithoutKafka::check));
            }
            together.forEach(CompletableFuture::join);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return Measured.of(batch.count(), seconds, service.work().minus(before));
    }

    private TaskOptions options(Batch batch, int from, int to) {
        if (fixed.isEmpty()) {
            return TaskOptions.NONE;
        }
        int tokens = fixed.get().longest(batch, from, to);
        Decoding noEndBefore = new Decoding(new Decoding.Greedy(), 0, tokens, List.of());
        return TaskOptions.NONE.withMaxTokens(tokens).withDecoding(noEndBefore);
    }
}
