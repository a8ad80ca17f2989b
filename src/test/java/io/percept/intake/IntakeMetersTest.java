package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TestResults;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntakeMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IntakeMeters meters = new IntakeMeters(registry, new InFlightBudget(1, 1));

    @Test
    void shouldNotMakeAMeterOfEveryKindThatASenderInvents() {
        meters.published(
                result(IntStream.range(0, 20)
                        .<TaskOutcome>mapToObj(i -> failed("dance-" + i, ErrorCode.UNKNOWN_TASK))
                        .toList()),
                Duration.ZERO);

        assertThat(registry.find("percept.tasks").counters()).hasSize(1);
        assertThat(registry.counter("percept.tasks", "type", "unknown", "outcome", "UNKNOWN_TASK", "via", "kafka")
                        .count())
                .isEqualTo(20);
    }

    @Test
    void shouldTellTheKindsThatThereAreApart() {
        meters.published(
                result(List.of(failed("caption", ErrorCode.TIMED_OUT), failed("answer", ErrorCode.MISSING_QUESTION))),
                Duration.ZERO);

        assertThat(registry.find("percept.tasks").counters())
                .extracting(Meter::getId)
                .extracting(id -> id.getTag("type"))
                .containsExactlyInAnyOrder("caption", "answer");
    }

    private static TaskOutcome failed(String type, ErrorCode code) {
        return new TaskOutcome.Failed("task", type, code, "it went wrong");
    }

    private static EnrichmentResult result(List<TaskOutcome> outcomes) {
        return TestResults.of(outcomes);
    }
}
