package io.percept.intake.enrichment;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.LowerCase;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The meters of what results say, however their events came; docs/metrics.md lists them. Instances of the same registry and way
 * count into the same meters. Thread-safe.
 */
public final class ResultMeters {

    /** How an event came. */
    public enum Via {
        /** From the topic of events; its result is published. */
        KAFKA,
        /** By a call that waits for the result. */
        HTTP
    }

    /** Events state their times themselves: one of the year 1 is not to be as late as all others together. */
    static final Duration LATEST = Duration.ofDays(1);

    private final MeterRegistry registry;
    private final ModerationMeters moderation;
    private final String via;
    /** In seconds, as a number with a fraction: a timer adds up nanoseconds, of which a long has no more than 292 years. */
    private final DistributionSummary late;

    private final Timer resolving;

    public ResultMeters(MeterRegistry registry, Via via) {
        this.registry = registry;
        this.moderation = new ModerationMeters(registry);
        this.via = LowerCase.ascii(via.name());
        this.late = DistributionSummary.builder("percept.events.late")
                .baseUnit("seconds")
                .tag("via", this.via)
                .register(registry);
        this.resolving = registry.timer("percept.room", "room", "resolve");
    }

    /** A result that its receiver gets; to be called once for each. */
    public void given(EnrichmentResult result) {
        result.outcomes().forEach(this::ended);
        resolving.record(Math.round(result.timings().resolveMillis() * 1e6), TimeUnit.NANOSECONDS);
        double lateMillis = result.timings().lateMillis();
        if (lateMillis > 0) {
            late.record(Math.min(lateMillis, LATEST.toMillis()) / 1e3);
        }
    }

    private void ended(TaskOutcome outcome) {
        Optional<ErrorCode> failure =
                outcome instanceof TaskOutcome.Failed failed ? Optional.of(failed.code()) : Optional.empty();
        // The type of a task of unknown kind is what its sender wrote; a meter of each would never be freed.
        String type = failure.equals(Optional.of(ErrorCode.UNKNOWN_TASK)) ? "unknown" : outcome.type();
        String ending = failure.map(ErrorCode::name).orElse("completed");
        registry.counter("percept.tasks", "type", type, "outcome", ending, "via", via)
                .increment();
        if (outcome instanceof TaskOutcome.Completed completed
                && completed.output() instanceof TaskOutput.Moderation moderated) {
            moderation.decided(moderated.decision());
        }
    }
}
