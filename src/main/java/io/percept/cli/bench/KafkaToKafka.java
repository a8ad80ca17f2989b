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
        Work before = service.work();
        Profile.Calls calls = service.calls();
        JvmCosts[] costs = new JvmCosts[1];
        CpuTimes[] cpu = new CpuTimes[1];
        List<ResultWatch.Seen> results = new ArrayList<>(batch.count());
        drain(
                batch,
                () -> {
                    costs[0] = JvmCosts.now();
                    cpu[0] = CpuTimes.now();
                },
                results::add);
        JvmCosts spent = JvmCosts.now().since(costs[0]);
        return new Measured(
                batch.count(),
                ResultWatch.seconds(results),
                spent.allocatedBytes(),
                spent.gcSeconds(),
                service.work().minus(before),
                new Profile(CpuTimes.now().since(cpu[0]), service.calls().minus(calls)));
    }

    /**
     * Puts a batch on the topic, then starts intake, and stops it when all results are there.
     *
     * @param loaded is called when the backlog is there and before intake starts
     * @param each is given every result as it comes
     */
    void drain(Batch batch, Runnable loaded, Consumer<ResultWatch.Seen> each) {
        try (EventSender sender = service.sender();
                ResultWatch watch = service.watchInBulk()) {
            sender.sendAll(batch);
            loaded.run();
            service.intake().start();
            watch.await(batch.count(), PATIENCE, () -> true, result -> {
                check(result);
                each.accept(result);
            });
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
