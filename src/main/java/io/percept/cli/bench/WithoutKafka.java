package io.percept.cli.bench;

import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.contract.TaskOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Encoded images to results through the running service's enrichment, with as many events in flight as intake would have. */
final class WithoutKafka implements Contender {

    static final String NAME = "worker without Kafka";

    private final RunningService service;

    WithoutKafka(RunningService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Measured run(Batch batch) {
        int inFlight = inFlight(batch);
        Semaphore places = new Semaphore(inFlight);
        List<CompletableFuture<EnrichmentResult>> results = new ArrayList<>(batch.count());
        ServiceMeter meter = new ServiceMeter(service);
        long stamped = 0;
        long start = System.nanoTime();
        for (int i = 0; i < batch.count(); i++) {
            places.acquireUninterruptibly();
            byte[] image = batch.image(i);
            stamped += image.length;
            ImageEvent event = batch.event(i, image);
            results.add(service.enricher().enrich(event).whenComplete((result, failure) -> places.release()));
        }
        results.forEach(result -> check(result.join()));
        double seconds = (System.nanoTime() - start) / 1e9;
        // The images are made here as they would come from outside; that is not the worker's.
        return meter.measured(batch.count(), seconds).withoutAllocated(stamped);
    }

    private int inFlight(Batch batch) {
        long byBytes = service.limits().maxInFlightBytes().toBytes() / Math.max(1, batch.meanBytes());
        return (int) Math.max(1, Math.min(service.limits().maxInFlight(), byBytes));
    }

    /** @throws IllegalStateException where a task failed: what was not done must not look fast */
    static void check(EnrichmentResult result) {
        for (TaskOutcome outcome : result.outcomes()) {
            if (outcome instanceof TaskOutcome.Failed failed) {
                throw new IllegalStateException("Event %s: task %s failed with %s: %s"
                        .formatted(result.eventId(), failed.task(), failed.code(), failed.message()));
            }
        }
    }
}
