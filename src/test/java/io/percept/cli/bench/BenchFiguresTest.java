package io.percept.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.percept.prompt.CandidateScores;
import io.percept.prompt.Generation;
import io.percept.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class BenchFiguresTest {

    @Test
    void shouldTellTheMedianAndTheMedianDeviationFromIt() {
        List<Double> rounds = List.of(9.0, 1.0, 2.0, 4.0, 3.0);

        assertThat(Spread.of(rounds)).isEqualTo(new Spread(3, 1, 1, 9, rounds));
        assertThat(Spread.of(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
    }

    @Test
    void shouldTellADeviationOnlyWhereThereWasMoreThanOneRound() {
        assertThat(Spread.of(List.of(1.0, 2.0)).text(2)).isEqualTo("1.50 ± 0.50");
        assertThat(Spread.of(1.0).text(2)).isEqualTo("1.00");
    }

    @Test
    void shouldTakeThePercentileOfTheNearestRank() {
        double[] ascending = {1, 2, 3, 4};

        assertThat(OpenLoop.percentile(ascending, 0.5)).isEqualTo(2);
        assertThat(OpenLoop.percentile(ascending, 0.99)).isEqualTo(4);
    }

    @Test
    void shouldOfferEventsAtJustTheRateThatIsSaid() {
        double[] due = OpenLoop.schedule(500, 20, 1);

        assertThat(due[0]).isZero();
        assertThat(due[499]).isCloseTo(499 / 20.0, within(1e-9));
        assertThat(due).isSorted();
    }

    @Test
    void shouldOfferEventsAtOtherTimesInEachRound() {
        assertThat(OpenLoop.schedule(500, 20, 1)[250]).isNotEqualTo(OpenLoop.schedule(500, 20, 2)[250]);
        assertThat(OpenLoop.schedule(500, 20, 1)).isEqualTo(OpenLoop.schedule(500, 20, 1));
    }

    @Test
    void shouldJudgeARowByItsMedian() {
        assertThat(Row.atLeast(0.9, "a", Spread.of(0.9), "").verdict()).isEqualTo("met");
        assertThat(Row.atLeast(0.9, "a", Spread.of(0.89), "").verdict()).isEqualTo("missed");
        assertThat(Row.atMost(3, "a", Spread.of(3.1), "").verdict()).isEqualTo("missed");
        assertThat(Row.within(0.95, 1.05, "a", Spread.of(0.9), "").verdict()).isEqualTo("missed");
        assertThat(Row.atMost(3, "a", null, "no Python").verdict()).isEqualTo("not measured");
    }

    @Test
    void shouldHaveAStaticBatchAsLargeAsWhatTwoEnginesHaveAtOnce() {
        assertThat(BatchingDuel.SIZES.getLast())
                .isGreaterThanOrEqualTo(2 * WorkerOptions.DEFAULT.forOneOf(2).rows());
    }

    @Test
    void shouldFillStaticBatchesToTheLast() {
        assertThat(BatchingDuel.inFullBatches(200)).isEqualTo(192);
        assertThat(BatchingDuel.inFullBatches(2)).isEqualTo(2);
    }

    @Test
    void shouldAskForTwoAnswersAndTwoDescriptionsInTurn() {
        assertThat(IntStream.range(0, 8).mapToObj(TaskSet::isAnswer))
                .containsExactly(true, true, false, false, true, true, false, false);
    }

    @Test
    void shouldKeepUpNoFurtherThanTheFirstLoadThatItDoesNotHold() {
        LoadCurve curve = new LoadCurve(
                Spread.of(40), Spread.of(3), List.of(), List.of(load(10, 10), load(20, 15), load(30, 30)));

        assertThat(curve.keptUpTo()).isEqualTo(10);
    }

    @Test
    void shouldNotJudgeMemoryByLessThanAnHour() {
        List<MemoryWatch.Sample> samples = List.of(
                new MemoryWatch.Sample(0, 1, 1, 1),
                new MemoryWatch.Sample(1, 1, 1, 1),
                new MemoryWatch.Sample(2, 1, 1, 1));
        Rows rows = new Rows("", found -> {});

        rows.memory(new MemoryWatch("a short run", 600, samples));
        rows.memory(new MemoryWatch("a soak", 3600, samples));

        assertThat(rows.all()).extracting(Row::verdict).containsExactly("not measured", "met");
        assertThat(rows.all().getFirst().note()).contains("1.00 in a short run", "--soak");
    }

    @Test
    void shouldTakeRatiosWithinARound() {
        // Rounds get slower, as on a machine that others use more and more; the ratio stays.
        AtomicInteger round = new AtomicInteger();
        Duel duel = Duel.fight(List.of(entry("fast", 1, round), entry("slow", 2, round)), 5, 1, 10);

        assertThat(duel.ratio("fast", "slow").median()).isBetween(1.5, 2.5);
        assertThat(duel.rate("fast").max()).isGreaterThan(duel.rate("fast").min());
    }

    @Test
    void shouldCountACollectionThatFallsIntoOneRoundOfSeveral() {
        AtomicInteger round = new AtomicInteger();
        Contender contender = new Contender() {
            @Override
            public String name() {
                return "collects once";
            }

            @Override
            public Measured run(Batch batch) {
                int seconds = round.getAndIncrement() == 3 ? 1 : 0;
                return new Measured(batch.count(), 2, 0, seconds, Work.NONE, Profile.NONE);
            }
        };
        Workload workload = new Workload(Mix.PHOTOS, TaskSet.CAPTION, List.of());

        Duel duel = Duel.fight(List.of(Duel.Entry.of(contender, workload)), 5, 1, 10);

        assertThat(duel.share("collects once", Measured::gcSeconds)).isEqualTo(0.1);
    }

    @Test
    void shouldWaitAWhileForTheLastResultsOfASenderThatHasJustEndedHoweverLongItWasSilent() {
        AtomicLong nanos = new AtomicLong();
        Patience patience = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(2), nanos::get);

        nanos.set(Duration.ofSeconds(100).toNanos());
        assertThat(patience.isOver(true)).isFalse();
        assertThat(patience.isOver(false)).isFalse();
        nanos.addAndGet(Duration.ofMillis(1900).toNanos());
        assertThat(patience.isOver(false)).isFalse();
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(patience.isOver(false)).isTrue();
    }

    @Test
    void shouldGiveUpASenderThatIsSilentForTooLong() {
        AtomicLong nanos = new AtomicLong();
        Patience patience = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(2), nanos::get);

        nanos.set(Duration.ofMinutes(2).toNanos());
        patience.renew();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(patience.isOver(true)).isFalse();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(patience.isOver(true)).isTrue();
    }

    @Test
    void shouldCountWhatAnotherConsumerSaysOtherwise() {
        Agreement agreement = new Agreement();

        agreement.add(
                List.of(new Generation(new int[] {4, 5}, true), new CandidateScores(new double[] {-0.1, -2.4})),
                JsonMapper.shared().readTree("[[4, 6], [-0.1004, -2.4]]"));
        agreement.add(
                List.of(new Generation(new int[] {4}, true)),
                JsonMapper.shared().readTree("[[4]]"));

        assertThat(agreement.share()).isEqualTo(2 / 3.0);
    }

    @Test
    void shouldPutTheReportBetweenTheMarkersAndLeaveTheRest() {
        String page = "before\n<!-- percept bench: begin -->\nold\n<!-- percept bench: end -->\nafter\n";

        assertThat(BenchFiles.filled(page, "new"))
                .startsWith("before\n<!-- percept bench: begin -->\nnew\n")
                .endsWith("<!-- percept bench: end -->\nafter\n")
                .doesNotContain("old");
        assertThatIllegalArgumentException().isThrownBy(() -> BenchFiles.filled("no place", "new"));
    }

    @Test
    void shouldHaveAPlaceForTheReportInItsPage() throws Exception {
        assertThat(BenchFiles.filled(Files.readString(Path.of("docs/performance.md")), "the report"))
                .contains("the report");
    }

    @Test
    void shouldTellTheRunOfTheDocumentsAsTheirPageDoes() throws Exception {
        Path docs = Path.of("docs");
        String page = Files.readString(docs.resolve(BenchFiles.PAGE));

        assertThat(BenchFiles.filled(page, BenchFiles.report(docs))).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "percept-encoder, ENCODERS",
        "percept-decoder, DECODERS",
        "percept-decode-1, KAFKA",
        "image-decode-0, PIXELS",
        "percept-plan-0, PLANS",
        "ForkJoinPool-1-worker-2, PLANS",
        "percept-intake, KAFKA",
        "data-plane-kafka-request-handler-0, KAFKA",
        "main, OTHERS"
    })
    void shouldKnowAThreadByItsName(String thread, CpuPart part) {
        assertThat(CpuPart.of(thread)).isEqualTo(part);
    }

    @Test
    void shouldCountAsTheRestWhatNoneOfTheServicesThreadsTook() {
        CpuTimes before = new CpuTimes(
                Map.of(1L, new CpuTimes.OfThread("percept-encoder", 1), 2L, new CpuTimes.OfThread("percept-plan-0", 4)),
                10);
        CpuTimes after = new CpuTimes(
                Map.of(
                        1L, new CpuTimes.OfThread("percept-encoder", 3),
                        3L, new CpuTimes.OfThread("percept-encoder", 5),
                        4L, new CpuTimes.OfThread("main", 2)),
                20);

        assertThat(after.since(before))
                .containsEntry(CpuPart.ENCODERS, 7.0)
                .containsEntry(CpuPart.PLANS, 0.0)
                .containsEntry(CpuPart.OTHERS, 3.0)
                .hasSize(CpuPart.values().length);
    }

    @Test
    void shouldTellWhatAnEventTookOverAllRounds() {
        AtomicInteger round = new AtomicInteger();
        Contender contender = new Contender() {
            @Override
            public String name() {
                return "busier and busier";
            }

            @Override
            public Measured run(Batch batch) {
                Profile profile = new Profile(
                        Map.of(CpuPart.DECODERS, (double) round.incrementAndGet()), new Profile.Calls(0, 0, 20));
                return new Measured(batch.count(), 2, 0, 0, Work.NONE, profile);
            }
        };
        Workload workload = new Workload(Mix.PHOTOS, TaskSet.CAPTION, List.of());

        Profile profile = Duel.fight(List.of(Duel.Entry.of(contender, workload)), 3, 1, 10)
                .profile("busier and busier");

        // The first of the four is the warm-up.
        assertThat(profile.cpuSeconds()).containsExactly(Map.entry(CpuPart.DECODERS, (2 + 3 + 4) / 30.0));
        assertThat(profile.calls()).isEqualTo(new Profile.Calls(0, 0, 2));
    }

    @Test
    void shouldReadMemoryFromASoak(@TempDir Path directory) throws Exception {
        Path soak = Files.writeString(
                directory.resolve("soak.csv"),
                """
                seconds,events_per_second,heap_after_gc,direct,resident
                0,9,500,50,1000
                10,9,100,100,1000
                20,9,140,70,1500
                """);

        MemoryWatch memory = MemoryWatch.ofSoak(soak);

        assertThat(memory.seconds()).isEqualTo(20);
        assertThat(memory.growth()).isEqualTo(1.05);
        assertThat(memory.residentGrowth()).isEqualTo(1.5);
    }

    @Test
    void shouldRefuseTheMemoryOfASoakThatFailed(@TempDir Path directory) throws Exception {
        Path soak = Files.writeString(
                directory.resolve("soak.csv"),
                """
                seconds,heap_after_gc,direct,resident
                0,500,50,1000
                10,100,100,1000
                20,140,70,1500
                """);
        Files.writeString(directory.resolve("soak.json"), "{\"clean\": false}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryWatch.ofSoak(soak))
                .withMessageContaining("was not clean");
    }

    @Test
    void shouldReportARunThatFailedAsFarAsItCame(@TempDir Path directory) throws Exception {
        BenchResult whole = BenchFiles.read(Path.of("docs"));
        Row row = Row.atLeast(0.9, "a ratio", Spread.of(0.95), "");

        BenchFiles.keep(
                directory,
                new BenchResult(
                        whole.machine(),
                        false,
                        5,
                        whole.model(),
                        2,
                        whole.peer(),
                        List.of(row),
                        whole.cells().subList(0, 1),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        List.of()));

        assertThat(BenchFiles.report(directory))
                .startsWith("**This run did not come to its end.")
                .contains(
                        "| a ratio | at least 0.9 | 0.95 | met |",
                        whole.cells().getFirst().title())
                .doesNotContain("| offered events/s |", "A backlog of", "| threads |");
    }

    @Test
    void shouldFindAPythonThatIsNamedFromHereInWhateverFolderItsScriptStarts() {
        assertThat(new Python("peer/bin/python", Path.of("peers")).executable())
                .isEqualTo(Path.of("peer/bin/python").toAbsolutePath().toString());
        assertThat(new Python("python3", Path.of("peers")).executable()).isEqualTo("python3");
    }

    @Test
    void shouldRefuseAFileThatIsNoSoak(@TempDir Path directory) throws Exception {
        Path other = Files.writeString(directory.resolve("other.csv"), "a,b\n1,2\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryWatch.ofSoak(other))
                .withMessageContaining("heap_after_gc");
    }

    private static LoadPoint load(double offered, double achieved) {
        return new LoadPoint(0, offered, achieved, 1, 2, 3, 100, 1, 1);
    }

    private static Duel.Entry entry(String name, double seconds, AtomicInteger round) {
        Contender contender = new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Measured run(Batch batch) {
                return Measured.of(batch.count(), seconds * (10 + round.incrementAndGet()));
            }
        };
        return Duel.Entry.of(contender, new Workload(Mix.PHOTOS, TaskSet.CAPTION, List.of()));
    }
}
