package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The table of numbers that the design is held to: goals, and what was measured of each. */
final class Rows {

    /** The design asks for memory over an hour; a minute of it may be missing at either end. */
    private static final double AN_HOUR = 3480;

    private final String peer;
    private final Consumer<Row> found;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param peer why there are no figures of Python, where there are none
     * @param found is told each row when it is there
     */
    Rows(String peer, Consumer<Row> found) {
        this.peer = peer;
        this.found = found;
    }

    List<Row> all() {
        return List.copyOf(rows);
    }

    private void add(Row row) {
        rows.add(row);
        found.accept(row);
    }

    void toBareEngine(TaskSet tasks, CellRun cell) {
        add(Row.atLeast(
                0.90,
                "Kafka to Kafka ÷ bare engine with ready tensors: thumbnails, " + tasks.title(),
                cell.toBareEngine(),
                "%d events a round; bare engine at %s"
                        .formatted(cell.cell().events(), cell.cell().bareSizes().title())));
    }

    void toPython(CellRun captions, CellRun all) {
        for (PythonConsumer.Manner manner : PythonConsumer.Manner.values()) {
            python(2, manner, 1, "captions of thumbnails", captions);
            python(4, manner, 1, "all tasks on photos", all);
            python(1.3, manner, 16, "captions of thumbnails", captions);
            python(2.5, manner, 16, "all tasks on photos", all);
        }
        Spread agreement =
                Optional.ofNullable(captions.cell().agreement()).map(Spread::of).orElse(null);
        add(Row.atLeast(
                1,
                "Outcomes of Python that equal ours: captions of thumbnails",
                agreement,
                agreement == null ? peer : "the same tokens"));
    }

    private void python(double goal, PythonConsumer.Manner manner, int size, String what, CellRun cell) {
        Optional<Spread> ratio = cell.toPython(manner, size);
        add(Row.atLeast(
                goal,
                "Kafka to Kafka ÷ %s: %s".formatted(PythonConsumer.name(manner, size), what),
                ratio.orElse(null),
                ratio.isPresent()
                        ? "%d events a round, a third of them for Python; %s"
                                .formatted(cell.cell().events(), manner.note())
                        : peer));
    }

    void continuous(BatchingDuel.Outcome outcome) {
        continuous(outcome.mix(), "static batches that shrink", outcome.shrinking());
        continuous(outcome.mix(), "static batches of a fixed shape", outcome.fixed());
    }

    private void continuous(Mix mix, String batches, BatchingDuel.Against against) {
        add(Row.atLeast(
                1.5,
                "Continuous batching ÷ %s: short answers and long descriptions mixed, %s"
                        .formatted(batches, mix.title()),
                against.ratio(),
                "against " + against.staticName() + ", the better one"));
    }

    void labels(Spread cost, Spread nineRate, Spread oneRate) {
        add(Row.atMost(
                2,
                "Nine moderation labels on an image ÷ one label (cost)",
                cost,
                "thumbnails never seen before; %s and %s events/s".formatted(nineRate.text(1), oneRate.text(1))));
    }

    void latency(LoadCurve loads) {
        LoadPoint half = loads.halves().getFirst();
        add(Row.atMost(
                3,
                "p99 latency at half load ÷ latency of one image alone",
                loads.halfToAlone(),
                "Kafka to Kafka, captions of thumbnails, open loop: %d events at %.1f/s a round, %.0f ms alone"
                        .formatted(
                                half.events(),
                                half.offered(),
                                loads.aloneMillis().median())));
    }

    void decode(DecodeRace race) {
        String note = race.toPlain() == null
                ? peer
                : "one thread; ours %.1f ms".formatted(race.ownMillis().median());
        add(Row.atLeast(5, "Decode and resize of a 12 MP JPEG, plain Pillow's time ÷ ours", race.toPlain(), note));
        add(Row.atLeast(
                1.2, "Decode and resize of a 12 MP JPEG, Pillow's draft mode's time ÷ ours", race.toDraft(), note));
    }

    void memory(MemoryWatch memory) {
        boolean anHour = memory.seconds() >= AN_HOUR;
        String source = "%s, %.0f s; the process itself %.2f"
                .formatted(memory.source(), memory.seconds(), memory.residentGrowth());
        add(Row.atMost(
                1.05,
                "Live heap and direct memory, last third ÷ middle third of an hour",
                anHour ? Spread.of(memory.growth()) : null,
                anHour ? source : "%.2f in %s; name a soak of an hour with --soak".formatted(memory.growth(), source)));
    }

    void backlog(Backlog backlog) {
        add(Row.within(
                0.95,
                1.05,
                "Cost per event as the backlog grows " + backlog.growth() + "×",
                backlog.cost(),
                "%d events, captions of thumbnails that came before".formatted(backlog.events())));
    }
}
