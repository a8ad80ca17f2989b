package io.percept.cli.bench;

import io.percept.engine.BundleVariant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures everything, one part after another, and fills in the table of numbers. */
final class BenchRun {

    private static final List<Double> LOADS = List.of(0.25, 0.5, 0.7, 0.8, 0.9, 1.0, 1.2);
    private static final List<Double> FEW_LOADS = List.of(0.5, 1.2);
    private static final int ALONE = 40;
    private static final int WARM_UP = 400;
    private static final int MOST_WARM_UPS = 30;

    /** Of a core: a hundredth of two cores' work at most is then not the service's. */
    private static final double CALM = 0.02;

    private static final int DECODES = 4;

    private final Arena arena;
    private final Machine machine;
    private final String peer;
    private final Optional<MemoryWatch> soak;
    private final Consumer<String> progress;
    private final Consumer<BenchResult> kept;
    private final Rows rows;
    private final Map<Mix, Map<TaskSet, CellRun>> cells = new EnumMap<>(Mix.class);
    private final List<BatchingDuel.Outcome> batches = new ArrayList<>();

    private LoadCurve loads;
    private DecodeRace decode;
    private MemoryWatch memory;
    private Backlog backlog;
    private List<ThreadsDuel.Line> threads = List.of();

    /**
     * @param machine as it was before anything of the run was started
     * @param peer versions of what the Python consumer uses, or why it does not take part
     * @param soak memory over a longer time than this run has; empty: it is watched here
     * @param progress is told what is measured next, and what was found
     * @param kept is given all that was found, again after each part
     */
    BenchRun(
            Arena arena,
            Machine machine,
            String peer,
            Optional<MemoryWatch> soak,
            Consumer<String> progress,
            Consumer<BenchResult> kept) {
        this.arena = arena;
        this.machine = machine;
        this.peer = peer;
        this.soak = soak;
        this.progress = progress;
        this.kept = kept;
        this.rows = new Rows(peer, this::found);
    }

    BenchResult run() {
        warmUp();
        runCells(CellPlan.OF_TABLE);
        cells.get(Mix.THUMBNAILS).forEach(rows::toBareEngine);
        rows.toPython(cell(Mix.THUMBNAILS, TaskSet.CAPTION), cell(Mix.PHOTOS, TaskSet.ALL));
        progress.accept("answers and descriptions mixed, continuous and static");
        BatchingDuel batching = new BatchingDuel(arena);
        for (Mix mix : List.of(Mix.THUMBNAILS, Mix.KNOWN_THUMBNAILS)) {
            batches.add(batching.run(mix));
            rows.continuous(batches.getLast());
        }
        progress.accept("one label and nine");
        labels();
        loads = loads();
        rows.latency(loads);
        decode = decode();
        rows.decode(decode);
        memory = soak.orElseGet(this::memory);
        rows.memory(memory);
        backlog = backlog();
        rows.backlog(backlog);
        progress.accept("threads arranged one way and another");
        threads = new ThreadsDuel(arena, Arrangement.onCores(machine.cores(), variants())).run();
        keep();
        // Last, so that a run that is broken off has the table at least.
        if (arena.scale().allCells()) {
            runCells(CellPlan.OTHERS);
        }
        return soFar();
    }

    private BenchResult soFar() {
        return new BenchResult(
                machine,
                !arena.scale().thorough(),
                arena.scale().rounds(),
                arena.service().model().identity(),
                arena.threads(),
                peer,
                rows.all(),
                cellsDone(),
                List.copyOf(batches),
                loads,
                backlog,
                memory,
                decode,
                threads);
    }

    /** What the cores' time goes to, without anything else of the run. */
    List<Cell> profile() {
        warmUp();
        runCells(CellPlan.PROFILED);
        return cellsDone();
    }

    private List<Cell> cellsDone() {
        return cells.values().stream()
                .flatMap(each -> each.values().stream())
                .map(CellRun::cell)
                .toList();
    }

    private void found(Row row) {
        progress.accept("  " + row.line());
        keep();
    }

    private void keep() {
        kept.accept(soFar());
    }

    private LoadCurve loads() {
        progress.accept("latency by offered load");
        Scale scale = arena.scale();
        // Half of what it does now: the cells were measured long before, and a machine is not as fast at all times.
        double now = new KafkaToKafka(arena.service())
                .run(captions().next(scale.events(capacity())))
                .perSecond();
        try (OpenLoop loop = new OpenLoop(arena.service(), captions())) {
            return LoadCurve.measure(
                    loop,
                    now,
                    scale.thorough() ? LOADS : FEW_LOADS,
                    scale.rounds(),
                    scale.thorough() ? ALONE : scale.least(),
                    scale.loadSeconds());
        }
    }

    private DecodeRace decode() {
        progress.accept("decoding of 12 MP photos");
        Scale scale = arena.scale();
        return DecodeRace.run(
                arena.pictures(),
                scale.pictures(Mix.LARGE_PHOTOS),
                arena.bundle(),
                arena.python(),
                scale.rounds(),
                scale.thorough() ? DECODES : 1);
    }

    private MemoryWatch memory() {
        progress.accept("memory under steady work");
        int events = Math.max(arena.scale().least(), arena.scale().events(capacity()) / 4);
        return MemoryWatch.during(
                new WithoutKafka(arena.service()),
                captions(),
                events,
                arena.scale().memorySeconds());
    }

    private Backlog backlog() {
        Scale scale = arena.scale();
        progress.accept("a backlog of %d events".formatted(scale.backlog() * scale.growth()));
        return new BacklogDuel(arena).run();
    }

    private Workload captions() {
        return arena.workload(Mix.THUMBNAILS, TaskSet.CAPTION);
    }

    private List<String> variants() {
        return arena.bundle().variants().stream()
                .skip(1)
                .map(BundleVariant::name)
                .toList();
    }

    /** Captions of thumbnails a second, Kafka to Kafka. */
    private double capacity() {
        return cell(Mix.THUMBNAILS, TaskSet.CAPTION).kafkaRate();
    }

    /** A service runs for days: what its first minutes take, while its code is compiled, is not part of it. */
    private void warmUp() {
        KafkaToKafka kafka = new KafkaToKafka(arena.service());
        boolean thorough = arena.scale().thorough();
        double compilers = 1;
        for (int round = 0; round < (thorough ? MOST_WARM_UPS : 2) && compilers > CALM; round++) {
            Mix mix = round % 2 == 0 ? Mix.THUMBNAILS : Mix.PHOTOS;
            JvmCosts before = JvmCosts.now();
            long start = System.nanoTime();
            kafka.run(arena.workload(mix, TaskSet.ALL)
                    .next(thorough ? WARM_UP : arena.scale().least()));
            compilers = JvmCosts.now().since(before).compilerSeconds() / ((System.nanoTime() - start) / 1e9);
            progress.accept("warm-up: the JVM's compilers take %.0f %% of a core".formatted(100 * compilers));
        }
    }

    private void runCells(List<CellPlan> plans) {
        for (CellPlan plan : plans) {
            Workload workload = arena.workload(plan.mix(), plan.tasks());
            progress.accept(workload.title());
            CellRun done = new CellRun(arena, workload, plan.share(), plan.peers()).run();
            done.cell().scores().forEach(score -> progress.accept("  " + score.line()));
            cells.computeIfAbsent(plan.mix(), any -> new EnumMap<>(TaskSet.class))
                    .put(plan.tasks(), done);
            keep();
        }
    }

    private CellRun cell(Mix mix, TaskSet tasks) {
        return cells.get(mix).get(tasks);
    }

    /** Cost of nine labels ÷ cost of one, on the same kind of pictures. */
    private void labels() {
        WithoutKafka worker = new WithoutKafka(arena.service());
        Workload nine = arena.workload(Mix.THUMBNAILS, TaskSet.MODERATE);
        Workload one = arena.workload(Mix.THUMBNAILS, TaskSet.ONE_LABEL);
        worker.run(one.next(arena.scale().least()));
        int events =
                arena.scale().events(worker.run(one.next(arena.scale().least())).perSecond());
        Duel duel = Duel.fight(
                List.of(new Duel.Entry("nine", worker, nine, 1), new Duel.Entry("one", worker, one, 1)),
                arena.scale().rounds(),
                arena.scale().least(),
                events);
        rows.labels(duel.ratio("one", "nine"), duel.rate("nine"), duel.rate("one"));
    }
}
