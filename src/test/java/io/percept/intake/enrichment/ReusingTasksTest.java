package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.Document;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TextPart;
import io.percept.worker.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/** The work is done by nobody here: each piece of it is a future that the test completes. */
@Timeout(30)
class ReusingTasksTest {

    private static final EventOutcomes SEEN = EventOutcomes.ofItsOwn(
            List.of(new TaskOutcome.Completed("c", "caption", new TaskOutput.Text("a cat", Optional.empty()))));
    private static final EventOutcomes FAILED =
            EventOutcomes.ofItsOwn(List.of(new TaskOutcome.Failed("c", "caption", ErrorCode.ENGINE_FAILED, "failed")));
    private static final PerceptException STOPPING = new PerceptException(ErrorCode.STOPPING, "stopping");

    private final Queue<CompletableFuture<EventOutcomes>> asked = new ConcurrentLinkedQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutcomeCache cache = new OutcomeCache(1 << 16, Duration.ofMinutes(1), nanos::get);
    private final ReusingTasks tasks = new ReusingTasks(
            (event, prepared, urgency) -> {
                CompletableFuture<EventOutcomes> piece = new CompletableFuture<>();
                asked.add(piece);
                return piece;
            },
            new OutcomeKeys("abc", policies(), Tenants.of(properties())),
            cache,
            new ReuseMeters(registry, cache),
            Clock.systemUTC());

    @Test
    void shouldReuseWhatIsKept() {
        CompletableFuture<EventOutcomes> first = run("a cat");
        asked.remove().complete(SEEN);

        EventOutcomes second = run("a cat").join();

        assertThat(first.join().reused()).isFalse();
        assertThat(second).isEqualTo(SEEN.forAnother());
        assertThat(asked).isEmpty();
        assertThat(counted("hit")).isEqualTo(1);
        assertThat(counted("miss")).isEqualTo(1);
    }

    @Test
    void shouldHaveTheWorkDoneForOtherContent() {
        run("a cat");
        asked.remove().complete(SEEN);

        run("a dog");

        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldHaveTheWorkDoneOnceForEqualEventsAtTheSameTime() {
        CompletableFuture<EventOutcomes> first = run("a cat");
        CompletableFuture<EventOutcomes> second = run("a cat");
        CompletableFuture<EventOutcomes> third = run("a cat");

        asked.remove().complete(SEEN);

        assertThat(first.join()).isEqualTo(SEEN);
        assertThat(second.join()).isEqualTo(SEEN.forAnother());
        assertThat(third.join()).isEqualTo(SEEN.forAnother());
        assertThat(asked).isEmpty();
        assertThat(counted("shared")).isEqualTo(2);
    }

    @Test
    void shouldKeepNothingOfAFailure() {
        run("a cat");
        asked.remove().complete(FAILED);

        CompletableFuture<EventOutcomes> second = run("a cat");
        asked.remove().complete(SEEN);

        assertThat(second.join()).isEqualTo(SEEN);
        assertThat(cache.bytes()).isPositive();
    }

    @Test
    void shouldKeepNothingOfADecisionWhoseSearchForEvidenceFailed() {
        run("a cat");
        asked.remove().complete(decided(1));

        CompletableFuture<EventOutcomes> second = run("a cat");
        asked.remove().complete(decided(0));

        assertThat(second.join()).isEqualTo(decided(0));
        assertThat(run("a cat").join()).isEqualTo(decided(0).forAnother());
    }

    /** @param failed searches for evidence */
    private static EventOutcomes decided(int failed) {
        LabelDecision label =
                new LabelDecision("hate", 0.7, 0.5, 0.9, Action.REVIEW, false).withEvidence(List.of(), failed);
        ModerationDecision decision = new ModerationDecision(
                "default", "1", Action.REVIEW, List.of(label), Optional.empty(), List.of(), Optional.empty());
        return EventOutcomes.ofItsOwn(
                List.of(new TaskOutcome.Completed("m", "moderate", new TaskOutput.Moderation(decision))));
    }

    @Test
    void shouldHaveItsOwnWorkDoneWhereTheOtherFails() {
        run("a cat");
        CompletableFuture<EventOutcomes> second = run("a cat");
        CompletableFuture<EventOutcomes> third = run("a cat");

        asked.remove().complete(FAILED);

        await().until(() -> asked.size() == 2);
        asked.remove().complete(SEEN);
        asked.remove().completeExceptionally(STOPPING);
        await().until(() -> second.isDone() && third.isDone());
        assertThat(List.of(second.isCompletedExceptionally(), third.isCompletedExceptionally()))
                .containsExactlyInAnyOrder(true, false);
        assertThat(run("a cat").join()).isEqualTo(SEEN.forAnother());
    }

    @Test
    void shouldHaveItsOwnWorkDoneWhereTheOtherIsStopped() {
        run("a cat");
        CompletableFuture<EventOutcomes> second = run("a cat");

        asked.remove().completeExceptionally(STOPPING);

        await().until(() -> asked.size() == 1);
        asked.remove().complete(SEEN);
        assertThat(second.join()).isEqualTo(SEEN);
    }

    @Test
    void shouldWaitForAnotherNoLongerThanItIsOfUse() {
        CompletableFuture<EventOutcomes> first = run("a cat");
        CompletableFuture<EventOutcomes> second =
                tasks.run(event(), prepared("a cat"), soon(Instant.now().plusMillis(20)));
        CompletableFuture<EventOutcomes> slow = asked.remove();

        await().until(() -> asked.size() == 1);

        asked.remove().complete(FAILED);
        assertThat(second.join()).isEqualTo(FAILED);
        slow.complete(SEEN);
        assertThat(first.join()).isEqualTo(SEEN);
    }

    @Test
    void shouldForgetWhatIsTooOld() {
        run("a cat");
        asked.remove().complete(SEEN);
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        run("a cat");

        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldHoldNoMoreThanItsBytes() {
        for (int i = 0; i < 1000; i++) {
            run("cat " + i);
            asked.remove().complete(SEEN);
        }

        assertThat(cache.bytes()).isBetween(1L << 15, 1L << 16);
        assertThat(registry.get("percept.results.cache.bytes").gauge().value()).isEqualTo(cache.bytes());
    }

    @Test
    void shouldCountWhatIsForNobodyElse() {
        PreparedTask refused = new PreparedTask.Refused(
                new Task.Caption("c", TaskOptions.NONE), new PerceptException(ErrorCode.MISSING_IMAGE, "none"));

        tasks.run(event(), List.of(refused), Urgency.NORMAL);

        assertThat(asked).hasSize(1);
        assertThat(counted("none")).isEqualTo(1);
    }

    private CompletableFuture<EventOutcomes> run(String text) {
        return tasks.run(event(), prepared(text), Urgency.NORMAL);
    }

    private static Urgency soon(Instant deadline) {
        return new Urgency(0, Optional.of(deadline), true, Optional.empty());
    }

    private static List<PreparedTask> prepared(String text) {
        return List.of(new PreparedTask.Ready(
                new Task.Caption("c", TaskOptions.NONE),
                TaskInputs.of(Document.of(new TextPart(text))),
                new TaskPlan.Direct(List.of(), outcomes -> null, 0),
                OptionalLong.empty(),
                answer -> null));
    }

    private static ImageEvent event() {
        return new ImageEvent(
                "1",
                "/test",
                Instant.EPOCH,
                List.of(new Segment.Text("text")),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private double counted(String outcome) {
        return registry.get("percept.results.reuse")
                .tag("cache", outcome)
                .counter()
                .count();
    }

    private static Policies policies() {
        return Policies.load(
                new PolicyProperties(List.of(), "default", List.of()),
                Stream.of("hate", "violence", "weapons", "alcohol", "tobacco", "drugs", "gambling", "adult", "scam")
                        .collect(Collectors.toMap(Function.identity(), label -> "is it?")),
                segments -> CompletableFuture.completedFuture(Document.of()));
    }

    private static ResultCacheProperties properties() {
        return new ResultCacheProperties(DataSize.ofKilobytes(64), Duration.ofMinutes(1), "", false);
    }
}
