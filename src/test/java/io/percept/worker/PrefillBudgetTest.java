package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many jobs a round takes, by the new tokens that it may have. */
@Timeout(30)
class PrefillBudgetTest {

    private static final List<int[]> VERDICTS = List.of(new int[] {14}, new int[] {15});
    private static final int PREFIX = 10;
    private static final int PREFIXES = 8;
    /** For two prefixes with a prompt of one token each, and a bit more. */
    private static final int BUDGET = 25;

    private final FakeEngine engine = new FakeEngine();

    @Test
    void shouldPayForAPrefixWithTheFirstJobThatBeginsWithIt() {
        try (ModelWorker worker = worker(BUDGET)) {
            List<TokenPlan> plans =
                    Stream.concat(ofEachPrefix(21), ofEachPrefix(22)).toList();

            assertThat(leftByARound(worker, plans)).isEqualTo(plans.size() - 3);
        }
    }

    @Test
    void shouldPayForAPrefixOnceForAllJobsOfARound() {
        try (ModelWorker worker = worker(BUDGET)) {
            List<TokenPlan> plans =
                    IntStream.range(0, 20).mapToObj(i -> plan(prefix(0), 21)).toList();

            assertThat(leftByARound(worker, plans)).isEqualTo(plans.size() - (BUDGET - PREFIX));
        }
    }

    @Test
    void shouldNotPayForPrefixesThatAreThere() {
        try (ModelWorker worker = worker(BUDGET)) {
            List<TokenPlan> plans =
                    Stream.concat(ofEachPrefix(21), ofEachPrefix(22)).toList();
            worker.submit(plans, Urgency.NORMAL).forEach(CompletableFuture::join);

            assertThat(leftByARound(worker, plans)).isZero();
        }
    }

    @Test
    void shouldPayForThePrefixesOfJobsThatAreAloneWithThem() {
        try (ModelWorker worker = worker(BUDGET)) {
            List<TokenPlan> plans = ofEachPrefix(21).toList();

            assertThat(leftByARound(worker, plans)).isEqualTo(plans.size() - 3);
        }
    }

    @Test
    void shouldTakeAJobHoweverLongItIs() {
        try (ModelWorker worker = worker(1)) {
            List<TokenPlan> plans = ofEachPrefix(21).toList();

            assertThat(leftByARound(worker, plans)).isEqualTo(plans.size() - 1);
        }
    }

    /** How many plans are left waiting by the first round that could take any of them. They are in turn one after another. */
    private int leftByARound(ModelWorker worker, List<TokenPlan> plans) {
        int before = engine.calls.get();
        Semaphore gate = new Semaphore(0);
        engine.gate = gate;
        try {
            // Keeps the decoder until all of them wait.
            submit(worker, plan(Plans.text(19, 20), 20));
            await().until(() -> engine.calls.get() == before + 1);
            List<CompletableFuture<TokenOutcome>> outcomes =
                    plans.stream().map(plan -> submit(worker, plan)).toList();
            await().until(() -> worker.waiting() == plans.size());
            gate.release();
            await().until(() -> engine.calls.get() == before + 2);
            int left = worker.waiting();
            gate.release(1000);
            outcomes.forEach(CompletableFuture::join);
            return left;
        } finally {
            gate.release(1000);
        }
    }

    private static CompletableFuture<TokenOutcome> submit(ModelWorker worker, TokenPlan plan) {
        return worker.submit(List.of(plan), Urgency.NORMAL).getFirst();
    }

    private static Stream<TokenPlan> ofEachPrefix(int prompt) {
        return IntStream.range(0, PREFIXES).mapToObj(i -> plan(prefix(i), prompt));
    }

    private static TokenPlan plan(TokenSequence prefix, int prompt) {
        return new ScoringPlan(prefix, Plans.text(prompt), VERDICTS);
    }

    private static TokenSequence prefix(int number) {
        int[] ids = new int[PREFIX];
        Arrays.fill(ids, 13 + number);
        return Plans.text(ids);
    }

    private ModelWorker worker(int prefillTokens) {
        WorkerOptions options =
                new WorkerOptions(4, Duration.ZERO, 32, 16, prefillTokens, 100_000, 100_000, 100_000, 1000);
        return new ModelWorker(FakeEngine.bundle(), engine, engine, options, WorkerListener.NONE);
    }
}
