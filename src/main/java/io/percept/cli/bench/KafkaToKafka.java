package io.percept.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The running service as a whole: a backlog on its topic, its own intake, results acknowledged by the broker. */
final class KafkaToKafka implements Contender {

    static final String NAME = "Kafka to Kafka";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RunningService service;

    KafkaToKafka(RunningService service) {
        this.service = service;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Measured run(Batch batch) {
        List<ResultWatch.Seen> results = new ArrayList<>(batch.count());
        ServiceMeter meter = drain(batch, results::add);
        return meter.measured(batch.count(), ResultWatch.seconds(results));
    }

    /**
     * Puts a batch on the topic, then starts intake, and stops it when all results are there.
     *
     * @param each is given every result as it comes
     * @return a meter that was made when the backlog was there and before intake started
     */
    ServiceMeter drain(Batch batch, Consumer<ResultWatch.Seen> each) {
        try (EventSender sender = service.sender();
                ResultWatch watch = service.watchInBulk()) {
            sender.sendAll(batch);
            ServiceMeter meter = new ServiceMeter(service);
            service.intake().start();
            watch.await(batch.count(), PATIENCE, () -> true, result -> {
                check(result);
                each.accept(result);
            });
            return meter;
        } finally {
            service.intake().stop();
        }
    }

    /** @throws IllegalStateException where a task failed: what was not done must not look fast */
    static void check(ResultWatch.Seen seen) {
        for (var outcome : seen.result().path("outcomes")) {
            if (outcome.has("error")) {
                throw new IllegalStateException("Event %s: %s".formatted(seen.eventId(), outcome.path("error")));
            }
        }
    }
}
