package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
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

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Deque<CompletableFuture<EnrichmentResult>> tries = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Duration within = Duration.ofMinutes(1);
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
    void shouldLeaveATaskThatTheEngineCannotDoAsItIs() {
        TaskOutcome failed = new TaskOutcome.Failed("b", "caption", ErrorCode.ENGINE_FAILED, "failed");
        tries.add(CompletableFuture.completedFuture(result(failed)));

        assertThat(enrich(event()).join().outcomes()).contains(failed);
        assertThat(pauses).isEmpty();
    }

    private CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        Duration second = Duration.ofSeconds(1);
        RetryingEnrichment.Pause pause = length -> {
            pauses.add(length);
            now = now.plus(length);
            return CompletableFuture.completedFuture(null);
        };
        return new RetryingEnrichment(
                        new RecordPipeline.Enrichment() {
                            @Override
                            public CompletableFuture<EnrichmentResult> enrich(ImageEvent any) {
                                return tries.remove();
                            }

                            @Override
                            public Optional<Instant> expiry(ImageEvent any) {
                                return expiry;
                            }
                        },
                        new IntakeProperties.Retry(3, second, second.multipliedBy(10), within),
                        new RetryBackOff(second, second.multipliedBy(10), new Random(7)),
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
                        new IntakeMeters(registry, new InFlightBudget(1, 1)))
                .enrich(event);
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
