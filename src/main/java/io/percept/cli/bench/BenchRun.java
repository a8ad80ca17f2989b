package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures everything, one part after another, and fills in the table of numbers. */
final class BenchRun {

    private static final List<Double> LOADS = List.of(0.25, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1);
    private static final List<Double> FEW_LOADS = List.of(0.5, 1.1);
    private static final double HALF = 0.5;
    private static final int ALONE = 200;
    private static final int DECODES = 4;

    private final Arena arena;
    private final Machine machine;
    private final String peer;
    private final Consumer<String> progress;
    private final Map<Mix, Map<TaskSet, CellRun>> cells = new EnumMap<>(Mix.class);

    /**
     * @param machine as it was before anything of the run was started
     * @param peer versions of what the Python consumer uses, or why it does not take part
     * @param progress is told what is measured next
     */
    BenchRun(Arena arena, Machine machine, String peer, Consumer<String> progress) {
        this.arena = arena;
        this.machine = machine;
        this.peer = peer;
        this.progress = progress;
    }

    BenchResult run() {
        Scale scale = arena.scale();
        runCells();
        Workload captions = arena.workload(Mix.THUMBNAILS, TaskSet.CAPTION);
        Rows rows = new Rows(peer);
        cells.get(Mix.THUMBNAILS).forEach((tasks, cell) -> rows.toBareEngine(tasks, cell));
        rows.toPython(cell(Mix.THUMBNAILS, TaskSet.CAPTION), cell(Mix.PHOTOS, TaskSet.ALL));
        progress.accept("answers and descriptions mixed, continuous and static");
        rows.continuous(new BatchingDuel(arena).run());
        progress.accept("one label and nine");
        rows.labels(labels());
        progress.accept("latency by offered load");
        double capacity = cell(Mix.THUMBNAILS, TaskSet.CAPTION).kafkaRate();
        double[] alone;
        List<LoadPoint> loads = new ArrayList<>();
        try (OpenLoop loop = new OpenLoop(arena.service(), captions)) {
            alone = loop.alone(scale.allCells() ? ALONE : scale.least());
            for (double share : scale.allCells() ? LOADS : FEW_LOADS) {
                loads.add(loop.offer(share, share * capacity, scale.loadSeconds()));
            }
        }
        Spread aloneMillis = Spread.of(java.util.Arrays.stream(alone).boxed().toList());
        rows.latency(atHalf(loads), aloneMillis);
        progress.accept("decoding of 12 MP photos");
        DecodeRace decode = DecodeRace.run(
                arena.pictures(),
                scale.pictures(Mix.LARGE_PHOTOS),
                arena.bundle(),
                arena.python(),
                scale.rounds(),
                scale.allCells() ? DECODES : 1);
        rows.decode(decode);
        progress.accept("memory under steady work");
        MemoryWatch memory = MemoryWatch.during(
                new WithoutKafka(arena.service()),
                captions,
                Math.max(scale.least(), scale.events(capacity) / 4),
                scale.memorySeconds());
        rows.memory(memory);
        progress.accept("a backlog of %d events".formatted(scale.backlog() * scale.growth()));
        Backlog backlog = Backlog.measure(new KafkaToKafka(arena.service()), captions, scale.backlog(), scale.growth());
        rows.backlog(backlog);
        return new BenchResult(
                machine,
                !scale.allCells(),
                scale.rounds(),
                arena.bundle().name() + " " + arena.bundle().version() + " "
                        + arena.bundle().digest().substring(0, 12),
                arena.engine().identity(),
                arena.threads(),
                peer,
                rows.all(),
                cells.values().stream()
                        .flatMap(each -> each.values().stream())
                        .map(CellRun::cell)
                        .toList(),
                aloneMillis,
                loads,
                backlog,
                memory,
                decode.ownMillis());
    }

    private void runCells() {
        for (Mix mix : Mix.values()) {
            for (TaskSet tasks : List.of(TaskSet.CAPTION, TaskSet.MODERATE, TaskSet.ALL)) {
                boolean peers =
                        mix == Mix.THUMBNAILS && tasks == TaskSet.CAPTION || mix == Mix.PHOTOS && tasks == TaskSet.ALL;
                if (arena.scale().allCells() || peers || mix == Mix.THUMBNAILS) {
                    Workload workload = arena.workload(mix, tasks);
                    progress.accept(workload.title());
                    cells.computeIfAbsent(mix, any -> new EnumMap<>(TaskSet.class))
                            .put(tasks, new CellRun(arena, workload, peers).run());
                }
            }
        }
    }

    private CellRun cell(Mix mix, TaskSet tasks) {
        return cells.get(mix).get(tasks);
    }

    /** Cost of nine labels ÷ cost of one, on the same kind of pictures. */
    private Spread labels() {
        WithoutKafka worker = new WithoutKafka(arena.service());
        Workload nine = arena.workload(Mix.THUMBNAILS, TaskSet.MODERATE);
        Workload one = arena.workload(Mix.THUMBNAILS, TaskSet.ONE_LABEL);
        worker.run(one.next(arena.scale().least()));
        int events =
                arena.scale().events(worker.run(one.next(arena.scale().least())).perSecond());
        Duel duel = Duel.fight(
                List.of(new Duel.Entry("nine", worker, nine), new Duel.Entry("one", worker, one)),
                arena.scale().rounds(),
                arena.scale().least(),
                events);
        return duel.ratio("one", "nine");
    }

    private static LoadPoint atHalf(List<LoadPoint> loads) {
        return loads.stream().filter(load -> load.share() == HALF).findFirst().orElseThrow();
    }
}
