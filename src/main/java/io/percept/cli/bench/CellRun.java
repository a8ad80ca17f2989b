package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One workload with all contenders: bare engine, worker, Kafka to Kafka, and Python where the table asks for it. */
final class CellRun {

    private static final int STATIC = 16;

    private final Arena arena;
    private final Workload workload;
    private final double share;
    private final boolean peers;
    private Duel duel;
    private Cell cell;

    /**
     * @param share of the events that a round has otherwise
     * @param peers whether Python takes part, where it is there
     */
    CellRun(Arena arena, Workload workload, double share, boolean peers) {
        this.arena = arena;
        this.workload = workload;
        this.share = share;
        this.peers = peers && arena.python().isPresent();
    }

    CellRun run() {
        Scale scale = arena.scale();
        Reference reference =
                Reference.of(workload, arena.bundle(), arena.engines().alone(), arena.planner());
        WithoutKafka worker = new WithoutKafka(arena.service());
        worker.run(workload.next(2 * scale.least()));
        int events = scale.events(
                share * worker.run(workload.next(2 * scale.least())).perSecond());
        BareSizes sizes = scale.thorough()
                ? new BareTuning(
                                arena.bundle(),
                                arena.engines(),
                                workload,
                                reference,
                                Math.max(2 * scale.least(), events / 4))
                        .best()
                : BareSizes.usual(arena.engines().counts().getLast());
        Agreement agreement = new Agreement();
        try (BareEngine bare = new BareEngine(arena.bundle(), arena.engines().of(sizes), reference, sizes)) {
            List<Duel.Entry> entries = new ArrayList<>();
            entries.add(Duel.Entry.of(bare, workload));
            entries.add(Duel.Entry.of(worker, workload));
            entries.add(Duel.Entry.of(new KafkaToKafka(arena.service()), workload));
            if (peers) {
                for (PythonConsumer.Manner manner : PythonConsumer.Manner.values()) {
                    entries.add(Duel.Entry.of(python(reference, manner, 1, agreement), workload)
                            .withShare(peerShare(events)));
                    entries.add(Duel.Entry.of(python(reference, manner, STATIC, agreement), workload)
                            .withShare(peerShare(events)));
                }
            }
            duel = Duel.fight(entries, scale.rounds(), Math.max(scale.least(), events / 4), events);
            cell = cell(events, bare, agreement);
        }
        return this;
    }

    private PythonConsumer python(Reference reference, PythonConsumer.Manner manner, int size, Agreement agreement) {
        return new PythonConsumer(
                arena.python().orElseThrow(),
                arena.service(),
                arena.bundle(),
                reference,
                arena.directory(),
                arena.threads(),
                manner,
                size,
                agreement);
    }

    /** A third of the events, in whole batches: its loading is not timed, and it has no pipeline to fill. */
    private static double peerShare(int events) {
        return (double) STATIC * Math.max(1, Math.round(events / 3.0 / STATIC)) / events;
    }

    private Cell cell(int events, BareEngine bare, Agreement agreement) {
        return new Cell(
                workload.id(),
                workload.title(),
                events,
                duel.names().stream()
                        .map(name -> new Cell.Score(name, duel.rate(name), duel.ratio(name, bare.name())))
                        .toList(),
                bare.sizes(),
                duel.work(bare.name()),
                duel.work(WithoutKafka.NAME),
                bare.differing(),
                duel.perEvent(WithoutKafka.NAME, Measured::allocatedBytes),
                duel.share(WithoutKafka.NAME, Measured::gcSeconds),
                Stream.of(bare.name(), WithoutKafka.NAME, KafkaToKafka.NAME)
                        .map(name -> new Cell.Profiled(name, duel.profile(name)))
                        .toList(),
                peers ? agreement.share() : null);
    }

    Cell cell() {
        return cell;
    }

    Spread toBareEngine() {
        return duel.ratio(KafkaToKafka.NAME, BareEngine.NAME);
    }

    double kafkaRate() {
        return duel.rate(KafkaToKafka.NAME).median();
    }

    /** Empty where Python did not take part. */
    Optional<Spread> toPython(PythonConsumer.Manner manner, int batchSize) {
        String name = PythonConsumer.name(manner, batchSize);
        return duel.has(name) ? Optional.of(duel.ratio(KafkaToKafka.NAME, name)) : Optional.empty();
    }
}
