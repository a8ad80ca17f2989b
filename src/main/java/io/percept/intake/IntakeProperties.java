package io.percept.intake;

import io.percept.contract.wire.EventRules;
import io.percept.intake.enrichment.EnrichmentLimits;
import io.percept.publish.Delivery;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How events are taken in. The consumer group is {@code spring.kafka.consumer.group-id}.
 *
 * @param enabled whether events are consumed at all. Default true
 * @param tasks what is asked of an event that names no task. Default {@code caption, moderate}
 * @param requiredTasks kinds of tasks that every event is asked, by Kafka or HTTP, also one that names others; each must need no
 *     parameter. It is asked before the event's own tasks, unless one of these asks the same, or, as a moderation, the same with
 *     evidence. Default: none
 * @param requireSource whether an event by Kafka that states no source, neither in itself nor in {@code ce_source}, is refused. Without
 *     it such events have the source {@code /} in common, and two of the same id have one result id. Over HTTP they have
 *     {@code /http}: their results go to who asked and to no topic. Default false
 * @param delivery {@code at-least-once}, or {@code exactly-once}: results, reviews, dead letters and offsets in one transaction per
 *     commit interval, for readers with {@code isolation.level=read_committed}. It costs up to a commit interval of latency;
 *     all that is held for a transaction counts as in flight. Default {@code at-least-once}
 * @param transactionalId of {@code exactly-once}; no two instances may have the same, and an instance should have it again after
 *     a restart. Default: the group id and {@code group.instance.id}; without the latter, another one at each start, and what a
 *     crash leaves open holds up readers for {@code transaction.timeout.ms}
 * @param maxInFlight events between poll and acknowledgement; more give the engines fuller batches and, after a crash,
 *     more repeated work. One poll may exceed it. Default 256
 * @param maxInFlightBytes the same in bytes of records; bounds the memory. Default 64 MB
 * @param maxEventsAhead events of one partition that may have begun from the first unfinished one on; while there are more,
 *     that partition is paused, so one event that is stuck does not make a gap without bound. Default 10000
 * @param maxProgressBytes the longest metadata of a committed offset, in which it stands what has ended beyond the offset; at most the
 *     broker's {@code offset.metadata.max.bytes}. What does not fit is repeated after a crash; at 0 all of it. Default 4096
 * @param decodingThreads threads that parse events. Default 2
 * @param commitInterval how often offsets are committed; what a crash repeats is at most what ended in this time and what was in
 *     flight. Default 1 s
 * @param drainTimeout how long a partition that is taken away, or a stop, waits for the events in flight; must be well
 *     below {@code max.poll.interval.ms}. A consumer that failed drains without heartbeats, so with {@code heartbeat.interval.ms} it
 *     must also be below {@code session.timeout.ms} (15 s, in the chart 45 s), or the start is refused. Default 10 s
 * @param restartBackOff how long to wait after the consumer failed. Default 2 s
 * @param eventTimeout how long one try to enrich an event may take, by Kafka or HTTP, waiting for the engines included; then
 *     it is given up and what it holds is free. It bounds how long an event can hold its partition back, and must be well
 *     above what the engines need for {@code max-in-flight} events. Default 2 min
 * @param retry of events whose failure may pass, such as a busy engine or a slow host
 */
@Validated
@ConfigurationProperties("percept.intake")
public record IntakeProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue({"caption", "moderate"}) @NotEmpty List<String> tasks,
        @DefaultValue @NotNull List<String> requiredTasks,
        @DefaultValue("false") boolean requireSource,
        @DefaultValue("at-least-once") @NotNull Delivery delivery,
        @DefaultValue("") @NotNull String transactionalId,
        @DefaultValue("256") @Min(1) int maxInFlight,
        @DefaultValue("64MB") @NotNull DataSize maxInFlightBytes,
        @DefaultValue("10000") @Min(1) int maxEventsAhead,
        @DefaultValue("4096") @Min(0) int maxProgressBytes,
        @DefaultValue("2") @Min(1) int decodingThreads,
        @DefaultValue("1s") @NotNull @DurationMin Duration commitInterval,
        @DefaultValue("10s") @NotNull @DurationMin Duration drainTimeout,
        @DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration restartBackOff,
        @DefaultValue("2m") @NotNull @DurationMin(seconds = 1) Duration eventTimeout,
        @DefaultValue @Valid Retry retry)
        implements EnrichmentLimits {

    /** What is laid down for every event. */
    public EventRules eventRules() {
        return new EventRules(tasks, requiredTasks, requireSource);
    }

    @AssertTrue(
            message =
                    "percept.intake.required-tasks must be kinds of tasks that need no parameter: name some of caption, describe, ground, moderate and alt_text")
    boolean isEachRequiredTaskWithoutParameters() {
        return requiredTasks == null || EventRules.needNoParameter(requiredTasks);
    }

    @AssertTrue(
            message =
                    "percept.intake.max-in-flight-bytes must be more than nothing, or no event would ever be taken in: give a size such as 64MB")
    boolean isRoomForEvents() {
        return maxInFlightBytes == null || maxInFlightBytes.toBytes() > 0;
    }

    /**
     * When an event is enriched again; later events of its key wait meanwhile, others do not.
     *
     * @param attempts most tries of an event, the first included; 1: none is made again. Default 6
     * @param backOff longest pause before the second try; it doubles with each, and is drawn between its half and its whole.
     *     Default 500 ms
     * @param maxBackOff longest pause before any try. Default 30 s
     * @param within how long after its first try an event may be tried again; where its policy sheds late events, its deadline
     *     bounds it too. Default 5 min
     */
    public record Retry(
            @DefaultValue("6") @Min(1) int attempts,
            @DefaultValue("500ms") @NotNull @DurationMin(millis = 1) Duration backOff,
            @DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration maxBackOff,
            @DefaultValue("5m") @NotNull @DurationMin Duration within) {}
}
