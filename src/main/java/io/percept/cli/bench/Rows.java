package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of numbers that the design is held to: goals, and what was measured of each. */
final class Rows {

    private final String peer;
    private final List<Row> rows = new ArrayList<>();

    /** @param peer why there are no figures of Python, where there are none */
    Rows(String peer) {
        this.peer = peer;
    }

    List<Row> all() {
        return List.copyOf(rows);
    }

    void toBareEngine(TaskSet tasks, CellRun cell) {
        rows.add(Row.atLeast(
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
        rows.add(Row.atLeast(
                1,
                "Outcomes of Python that equal ours: captions of thumbnails",
                agreement,
                agreement == null ? peer : "the same tokens"));
    }

    private void python(double goal, PythonConsumer.Manner manner, int size, String what, CellRun cell) {
        Optional<Spread> ratio = cell.toPython(manner, size);
        rows.add(Row.atLeast(
                goal,
                "Kafka to Kafka ÷ %s: %s".formatted(PythonConsumer.name(manner, size), what),
                ratio.orElse(null),
                ratio.isPresent()
                        ? "%d events a round; %s".formatted(cell.cell().events(), manner.note())
                        : peer));
    }

    void continuous(BatchingDuel.Outcome outcome) {
        continuous(outcome.mix(), "static batches that shrink", outcome.shrinking());
        continuous(outcome.mix(), "static batches of a fixed shape", outcome.fixed());
    }

    private void continuous(Mix mix, String batches, BatchingDuel.Against against) {
        rows.add(Row.atLeast(
                1.5,
                "Continuous batching ÷ %s: short answers and long descriptions mixed, %s"
                        .formatted(batches, mix.title()),
                against.ratio(),
                "against " + against.staticName() + ", the better one"));
    }

    void labels(Spread cost) {
        rows.add(Row.atMost(
                2, "Nine moderation labels on an image ÷ one label (cost)", cost, "thumbnails never seen before"));
    }

    void latency(LoadCurve loads) {
        LoadPoint half = loads.halves().getFirst();
        rows.add(Row.atMost(
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
        rows.add(Row.atLeast(5, "Decode and resize of a 12 MP JPEG, plain Pillow's time ÷ ours", race.toPlain(), note));
        rows.add(Row.atLeast(
                1.2, "Decode and resize of a 12 MP JPEG, Pillow's draft mode's time ÷ ours", race.toDraft(), note));
    }

    void memory(MemoryWatch memory) {
        rows.add(Row.atMost(
                1.05,
                "Live heap and direct memory, last third ÷ middle third of a run",
                Spread.of(memory.growth()),
                "%s, %.0f s; the process itself %.2f"
                        .formatted(memory.source(), memory.seconds(), memory.residentGrowth())));
    }

    void backlog(Backlog backlog) {
        rows.add(Row.within(
                0.95,
                1.05,
                "Cost per event as the backlog grows " + backlog.growth() + "×",
                backlog.cost(),
                "%d events, captions of thumbnails that came before".formatted(backlog.events())));
    }
}
