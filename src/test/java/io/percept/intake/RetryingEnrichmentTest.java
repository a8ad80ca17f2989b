package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.DocumentRecord;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.Doubling;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Time passes only in pauses here. */
class RetryingEnrichmentTest {

    private static final PerceptException BUSY = PerceptException.passing(ErrorCode.ENGINE_BUSY, "busy.", null);
    private static final PerceptException CORRUPT = new PerceptException(ErrorCode.IMAGE_CORRUPT, "corrupt.");
    private static final SkippedImage SLOW =
            new SkippedImage(Reason.BROKEN, "https://a.example/slow.png", "", "image 1: a slow host", true);
    private static final SkippedImage OTHER =
            new SkippedImage(Reason.BROKEN, "https://b.example/slow.png", "", "image 2: a slow host", true);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Deque<CompletableFuture<EnrichmentResult>> tries = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Duration within = Duration.ofMinutes(1);
    private int attempts = 3;
    private Optional<Instant> expiry = Optional.empty();

    @Test
    void shouldTryAgainWhatMayPassAfterLongerAndLongerPauses() {
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.completedFuture(result()));

        assertThat(enrich(event()).join().outcomes()).hasSize(1);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(registry.get("percept.events.retried")
                        .tag("code", "ENGINE_BUSY")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldNeverTryABadInputAgain() {
        tries.add(CompletableFuture.failedFuture(CORRUPT));

        assertThat(failureOf(enrich(event()))).isSameAs(CORRUPT);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldEndWithTheCodeAndTheNumberOfTries() {
        for (int i = 0; i < 3; i++) {
            tries.add(CompletableFuture.failedFuture(BUSY));
        }

        PerceptException failure = failureOf(enrich(event()));

        assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_BUSY);
        assertThat(failure).hasMessage("busy. (It was tried 3 times.)");
    }

    @Test
    void shouldNotTryAgainAfterTheTimeOfAnEvent() {
        within = Duration.ofMillis(400);
        tries.add(CompletableFuture.failedFuture(BUSY));

        assertThat(failureOf(enrich(event()))).isSameAs(BUSY);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldNotTryAgainWhatIsOfNoUseByThen() {
        expiry = Optional.of(now.plusMillis(300));
        tries.add(CompletableFuture.failedFuture(BUSY));

        assertThat(failureOf(enrich(event()))).isSameAs(BUSY);
    }

    @Test
    void shouldTryAgainWhereATaskMayPass() {
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.completedFuture(result()));

        assertThat(enrich(event()).join().outcomes()).hasSize(1);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void shouldKeepWhatTheOtherTasksSayWhereATaskDoesNotPass() {
        for (int i = 0; i < 3; i++) {
            tries.add(CompletableFuture.completedFuture(result(busyTask())));
        }

        assertThat(enrich(event()).join().outcomes()).hasSize(2).contains(busyTask());
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldKeepTheOutcomeOfATaskThatFailsInALaterTry() {
        tries.add(CompletableFuture.completedFuture(resultOf(done("a"), busy("b"))));
        tries.add(CompletableFuture.completedFuture(resultOf(busy("a"), busy("b"))));
        tries.add(CompletableFuture.completedFuture(resultOf(busy("a"), busy("b"))));

        assertThat(enrich(event()).join().outcomes()).containsExactly(done("a"), busy("b"));
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldEndWhereEachTaskWentWellInSomeTry() {
        tries.add(CompletableFuture.completedFuture(resultOf(done("a"), busy("b"))));
        tries.add(CompletableFuture.completedFuture(resultOf(busy("a"), done("b"))));

        assertThat(enrich(event()).join().outcomes()).containsExactly(done("a"), done("b"));
        assertThat(pauses).hasSize(1);
    }

    @Test
    void shouldSayWhenAnEarlierResultIsGivenAndHowLateItIsThen() {
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.failedFuture(BUSY));

        EnrichmentResult given = enrich(due(Duration.ofMillis(100))).join();

        assertThat(given.time()).isEqualTo(now);
        double sinceTheEvent = Duration.between(Instant.EPOCH, now).toNanos() / 1e6;
        assertThat(given.timings().lateMillis()).isCloseTo(sinceTheEvent - 100, within(0.01));
    }

    @Test
    void shouldKeepTheResultOfAnEarlierTryWhereALaterOneFailsAsAWhole() {
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.failedFuture(CORRUPT));

        assertThat(enrich(event()).join().outcomes()).hasSize(2).contains(busyTask());
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldKeepTheResultOfAnEarlierTryWhereNoTryIsLeft() {
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.failedFuture(BUSY));

        assertThat(enrich(event()).join().outcomes()).hasSize(2).contains(busyTask());
    }

    @Test
    void shouldLeaveTheEventToBeReadAgainWhereTheServiceStopsDuringALaterTry() {
        PerceptException stopping = new PerceptException(ErrorCode.STOPPING, "stopping.");
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.failedFuture(stopping));

        assertThat(failureOf(enrich(event()))).isSameAs(stopping);
    }

    @Test
    void shouldExpireWithATaskStillToBeDoneAlsoAfterAnotherWentWell() {
        PerceptException expired = new PerceptException(ErrorCode.EXPIRED, "expired.");
        tries.add(CompletableFuture.completedFuture(resultOf(done("a"), busy("b"))));
        tries.add(CompletableFuture.failedFuture(expired));

        assertThat(failureOf(enrich(event()))).isSameAs(expired);
    }

    @Test
    void shouldKeepAResultThatOnlyLacksAnImageWhereTheEventExpiresMeanwhile() {
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW)));
        tries.add(CompletableFuture.failedFuture(new PerceptException(ErrorCode.EXPIRED, "expired.")));

        assertThat(enrich(event()).join().document().images()).isOne();
    }

    @Test
    void shouldFailWhereNothingWentWellBeforeItFailedAsAWhole() {
        TaskOutcome unknown = new TaskOutcome.Failed("a", "", ErrorCode.UNKNOWN_TASK, "unknown");
        PerceptException late = PerceptException.passing(ErrorCode.TIMED_OUT, "too slow.", null);
        tries.add(CompletableFuture.completedFuture(resultOf(unknown, busy("b"))));
        tries.add(CompletableFuture.failedFuture(late));
        tries.add(CompletableFuture.failedFuture(late));

        PerceptException failure = failureOf(enrich(event()));

        assertThat(failure).isInstanceOf(FailedTries.class);
        assertThat(failure.code()).isEqualTo(ErrorCode.TIMED_OUT);
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldLeaveATaskThatTheEngineCannotDoAsItIs() {
        TaskOutcome failed = new TaskOutcome.Failed("b", "caption", ErrorCode.ENGINE_FAILED, "failed");
        tries.add(CompletableFuture.completedFuture(result(failed)));

        assertThat(enrich(event()).join().outcomes()).contains(failed);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldTryAgainWhereAnImageOfAPageMayComeLater() {
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW)));
        tries.add(CompletableFuture.completedFuture(seen(2)));

        assertThat(enrich(event()).join().document().images()).isEqualTo(2);
        assertThat(pauses).hasSize(1);
        assertThat(registry.get("percept.events.retried")
                        .tag("code", "FETCH_FAILED")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void shouldGoOnWithoutAnImageThatNoneOfThreeTriesHas() {
        attempts = 6;
        for (int i = 0; i < 3; i++) {
            tries.add(CompletableFuture.completedFuture(seen(1, SLOW)));
        }

        assertThat(enrich(event()).join().document().skipped()).containsExactly(SLOW);
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldNotTryAgainForAnImageThatIsGoneForGood() {
        SkippedImage gone = new SkippedImage(Reason.BROKEN, "https://a.example/gone.png", "", "image 1: status 404");
        tries.add(CompletableFuture.completedFuture(seen(1, gone)));

        assertThat(enrich(event()).join().document().skipped()).containsExactly(gone);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldNotTryAgainForAnImageWhereNoTaskCouldUseIt() {
        TaskOutcome unknown = new TaskOutcome.Failed("m", "moderate", ErrorCode.UNKNOWN_POLICY, "no such policy");
        EnrichmentResult refused = seen(1, SLOW).withOutcomes(List.of(unknown));
        tries.add(CompletableFuture.completedFuture(refused));

        assertThat(enrich(event()).join()).isSameAs(refused);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldGiveTheResultOfTheTryThatHadMostImages() {
        tries.add(CompletableFuture.completedFuture(seen(3, SLOW)));
        tries.add(CompletableFuture.completedFuture(seen(2, SLOW, SLOW)));
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW, SLOW, SLOW)));

        EnrichmentResult given = enrich(event()).join();

        assertThat(given.document().images()).isEqualTo(3);
        assertThat(given.time()).isEqualTo(now);
    }

    @Test
    void shouldKeepAResultWithoutAnImageWhereTheTwoLaterTriesFailAsAWhole() {
        attempts = 6;
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW)));
        tries.add(CompletableFuture.failedFuture(BUSY));
        tries.add(CompletableFuture.failedFuture(BUSY));

        assertThat(enrich(event()).join().document().images()).isOne();
        assertThat(tries).isEmpty();
    }

    @Test
    void shouldNotWaitForAnImageBeyondTheDeadlineOfItsEvent() {
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW)));

        assertThat(enrich(due(Duration.ofMillis(100))).join().document().images())
                .isOne();
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldTakeNoOutcomeOverFromATryThatSawAnotherDocument() {
        attempts = 2;
        tries.add(CompletableFuture.completedFuture(seen(2, SLOW).withOutcomes(List.of(done("a"), busy("b")))));
        tries.add(CompletableFuture.completedFuture(seen(2, OTHER).withOutcomes(List.of(busy("a"), done("b")))));

        EnrichmentResult given = enrich(event()).join();

        assertThat(given.outcomes()).containsExactly(busy("a"), done("b"));
        assertThat(given.document().skipped()).containsExactly(OTHER);
    }

    @Test
    void shouldTakeAnOutcomeOverWhereOnlyTheReasonOfALossIsToldOtherwise() {
        attempts = 2;
        SkippedImage later = new SkippedImage(
                SLOW.reason(), SLOW.address(), SLOW.alt(), "image 1: not asked before 1970-01-01T00:00:09Z", true);
        tries.add(CompletableFuture.completedFuture(seen(2, SLOW).withOutcomes(List.of(done("a"), busy("b")))));
        tries.add(CompletableFuture.completedFuture(seen(2, later).withOutcomes(List.of(busy("a"), done("b")))));

        assertThat(enrich(event()).join().outcomes()).containsExactly(done("a"), done("b"));
    }

    @Test
    void shouldKeepTheTryInWhichMostTasksWentWellWhereDocumentsDiffer() {
        attempts = 2;
        tries.add(CompletableFuture.completedFuture(seen(1, SLOW).withOutcomes(List.of(done("a"), done("b")))));
        tries.add(CompletableFuture.completedFuture(seen(2).withOutcomes(List.of(done("a"), busy("b")))));

        EnrichmentResult given = enrich(event()).join();

        assertThat(given.outcomes()).containsExactly(done("a"), done("b"));
        assertThat(given.document().images()).isOne();
        assertThat(given.time()).isEqualTo(now);
    }

    @Test
    void shouldExpireWhereWhatItTriesAgainDoes() {
        expiry = Optional.of(now.plusSeconds(1));

        assertThat(retrying().expiry(event())).isEqualTo(expiry);
    }

    @Test
    void shouldBeginNoPauseForAnEventThatIsGone() {
        tries.add(CompletableFuture.failedFuture(BUSY));

        CompletableFuture<EnrichmentResult> left = retrying().enrich(event(), () -> true);

        assertThat(failureOf(left).code()).isEqualTo(ErrorCode.STOPPING);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldMakeNoFurtherTryForATaskOfAnEventThatWentDuringThePause() {
        tries.add(CompletableFuture.completedFuture(result(busyTask())));
        tries.add(CompletableFuture.completedFuture(result()));

        CompletableFuture<EnrichmentResult> left = retrying().enrich(event(), () -> !pauses.isEmpty());

        assertThat(failureOf(left).code()).isEqualTo(ErrorCode.STOPPING);
        assertThat(tries).hasSize(1);
    }

    private CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        return retrying().enrich(event);
    }

    private RetryingEnrichment retrying() {
        Duration second = Duration.ofSeconds(1);
        Pause pause = length -> {
            pauses.add(length);
            now = now.plus(length);
            return CompletableFuture.completedFuture(null);
        };
        return new RetryingEnrichment(
                new Enrichment() {
                    @Override
                    public CompletableFuture<EnrichmentResult> enrich(ImageEvent any) {
                        return tries.remove();
                    }

                    @Override
                    public Optional<Instant> expiry(ImageEvent any) {
                        return expiry;
                    }
                },
                new IntakeProperties.Retry(attempts, second, second.multipliedBy(10), within),
                new RetryBackOff(new Doubling(second, second.multipliedBy(10)), new Random(7)),
                pause,
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }
                },
                new IntakeMeters(registry, new InFlightBudget(1, 1)));
    }

    private static TaskOutcome busyTask() {
        return busy("b");
    }

    private static TaskOutcome busy(String task) {
        return new TaskOutcome.Failed(task, "caption", ErrorCode.ENGINE_BUSY, "busy", true);
    }

    private static TaskOutcome done(String task) {
        return new TaskOutcome.Completed(task, "caption", new TaskOutput.Text("text", Optional.empty()));
    }

    private static EnrichmentResult result(TaskOutcome... more) {
        EnrichmentResult one = IntakeRig.resultOf(event());
        List<TaskOutcome> outcomes = new ArrayList<>(one.outcomes());
        outcomes.addAll(List.of(more));
        return one.withOutcomes(outcomes);
    }

    private static EnrichmentResult resultOf(TaskOutcome... outcomes) {
        return IntakeRig.resultOf(event()).withOutcomes(List.of(outcomes));
    }

    /** @param lacking images that the document lacks beside those that it has */
    private static EnrichmentResult seen(int images, SkippedImage... lacking) {
        EnrichmentResult one = IntakeRig.resultOf(event());
        return new EnrichmentResult(
                one.id(),
                one.eventId(),
                one.source(),
                one.time(),
                one.eventTime(),
                one.model(),
                one.outcomes(),
                one.timings(),
                one.attributes(),
                DocumentRecord.NONE.holding(0, images).withSkipped(List.of(lacking)),
                one.reused());
    }

    private static ImageEvent event() {
        return KafkaSide.event("1");
    }

    private static ImageEvent due(Duration deadline) {
        ImageEvent event = event();
        return new ImageEvent(
                event.id(),
                event.source(),
                event.time(),
                event.segments(),
                event.tasks(),
                event.policy(),
                event.priority(),
                Optional.of(deadline),
                event.attributes());
    }

    private static PerceptException failureOf(CompletableFuture<?> result) {
        return PerceptException.of(result.exceptionNow());
    }
}
