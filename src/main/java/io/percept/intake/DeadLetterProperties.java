package io.percept.intake;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many dead letters an outage of our own may make: an engine that fails, hangs or is busy, a network without hosts.
 * Faults of the events themselves are always dead-lettered at once.
 *
 * @param tokens dead letters of an outage that are let through in a row, before events wait for its end; fewer spare
 *     replays, more get past a few events that are at fault themselves. 0 lets all through. Default 100
 * @param tokensPerResult tokens that a result earns back. With 9, the default, events wait once more than nine of ten fail;
 *     with 1, once more of them fail than succeed
 * @param refill how long it takes until one more token is there without any result: events that can never be enriched
 *     hold up the others for no longer than this each, and an outage makes no more letters than one in this time.
 *     Default 30 s
 * @param firstWait how long an event without a token waits before it is tried again; doubles with every further wait.
 *     Default 1 s
 * @param maxWait the longest wait, and so what is lost after the outage. Default 15 s
 */
@Validated
@ConfigurationProperties("percept.dead-letters")
public record DeadLetterProperties(
        @DefaultValue("100") @Min(0) int tokens,
        @DefaultValue("9") @Min(1) int tokensPerResult,
        @DefaultValue("30s") @NotNull Duration refill,
        @DefaultValue("1s") @NotNull Duration firstWait,
        @DefaultValue("15s") @NotNull Duration maxWait) {

    @AssertTrue(
            message = "percept.dead-letters: refill, first-wait and max-wait must be longer than nothing,"
                    + " and first-wait no longer than max-wait")
    boolean isInOrder() {
        return refill.isPositive() && firstWait.isPositive() && firstWait.compareTo(maxWait) <= 0;
    }
}
