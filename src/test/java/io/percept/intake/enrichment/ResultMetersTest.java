package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.TestResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResultMetersTest {

    private static final TaskOutcome FAILED =
            new TaskOutcome.Failed("a", "answer", ErrorCode.MISSING_QUESTION, "it has no question");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ResultMeters kafka = new ResultMeters(registry, ResultMeters.Via.KAFKA);
    private final ResultMeters http = new ResultMeters(registry, ResultMeters.Via.HTTP);

    @Test
    void shouldTellTheTasksOfCallsFromThoseOfTheTopic() {
        kafka.given(result(0, FAILED));
        http.given(result(0, FAILED));
        http.given(result(0, FAILED));

        assertThat(tasks("kafka")).isEqualTo(1);
        assertThat(tasks("http")).isEqualTo(2);
    }

    @Test
    void shouldCountTheDecisionsOfModerationHoweverItsEventCame() {
        ModerationDecision decision = new ModerationDecision(
                "forum", "7", Action.BLOCK, List.of(), Optional.empty(), List.of(), Optional.empty());
        TaskOutcome moderated = new TaskOutcome.Completed("m", "moderate", new TaskOutput.Moderation(decision));

        kafka.given(result(0, moderated));
        http.given(result(0, moderated, FAILED));

        assertThat(registry.counter("percept.moderation.decisions", "policy", "forum", "action", "block")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldMeasureByHowMuchResultsAreLate() {
        kafka.given(result(1_500, FAILED));
        kafka.given(result(500, FAILED));

        assertThat(late("kafka").count()).isEqualTo(2);
        assertThat(late("kafka").totalAmount()).isCloseTo(2, within(1e-9));
        assertThat(late("http").count()).isZero();
    }

    @Test
    void shouldSayNothingOfResultsInTime() {
        kafka.given(result(0, FAILED));

        assertThat(late("kafka").count()).isZero();
    }

    @Test
    void shouldNotLetOneEventOfLongAgoBeAsLateAsAllOthers() {
        kafka.given(result(Duration.ofDays(700_000).toMillis(), FAILED));

        assertThat(late("kafka").max()).isEqualTo(ResultMeters.LATEST.toSeconds());
    }

    @Test
    void shouldHaveTheMetersOfLateResultsBeforeTheFirst() {
        assertThat(registry.find("percept.events.late").meters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("via"))
                .containsExactlyInAnyOrder("kafka", "http");
    }

    @Test
    void shouldTimeTheResolvingHoweverItsEventCame() {
        kafka.given(resolvedIn(250));
        http.given(resolvedIn(0.5));

        Timer resolving = registry.get("percept.room").tag("room", "resolve").timer();
        assertThat(resolving.count()).isEqualTo(2);
        assertThat(resolving.totalTime(TimeUnit.MICROSECONDS)).isCloseTo(250_500, within(1.0));
    }

    private double tasks(String via) {
        return registry.counter("percept.tasks", "type", "answer", "outcome", "MISSING_QUESTION", "via", via)
                .count();
    }

    private DistributionSummary late(String via) {
        return registry.get("percept.events.late").tag("via", via).summary();
    }

    private static EnrichmentResult resolvedIn(double millis) {
        return result(new EnrichmentResult.Timings(millis, 700, 700 + millis, 0));
    }

    private static EnrichmentResult result(double lateMillis, TaskOutcome... outcomes) {
        return result(new EnrichmentResult.Timings(0, 0, 0, lateMillis), outcomes);
    }

    private static EnrichmentResult result(EnrichmentResult.Timings timings, TaskOutcome... outcomes) {
        return TestResults.of(List.of(outcomes), timings);
    }
}
