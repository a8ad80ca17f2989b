package io.percept.publish;

import io.percept.contract.wire.Encoding;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How results leave.
 *
 * @param encoding {@code json} or {@code protobuf}. Default {@code json}, which every console consumer shows
 * @param reviewOn what of a moderation a person is shown, by a second copy of the result in the topic of reviews: {@code review}, decisions
 *     to ask a person; {@code block}, decisions to block, which else nobody looks at; {@code failed}, moderations that ended in an error
 *     beside or instead of other outcomes. An event that failed as a whole is a dead letter and none of them. Each costs a record, and a
 *     reviewer's time. Default {@code review}
 * @param firstBackOff how long to wait after a record was refused; doubles with every further refusal. Default 200 ms
 * @param maxBackOff the longest wait. Default 10 s
 */
@Validated
@ConfigurationProperties("percept.publish")
public record PublishProperties(
        @DefaultValue("json") @NotNull Encoding encoding,
        @DefaultValue("review")
                @NotEmpty(
                        message =
                                "percept.publish.review-on names nothing, so that nobody would be asked: give one or more of review, block and failed")
                Set<ReviewCause> reviewOn,
        @DefaultValue("200ms") @NotNull @DurationMin(millis = 1) Duration firstBackOff,
        @DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration maxBackOff) {

    /** How long to wait after each refusal of a record. */
    public Doubling backOff() {
        return new Doubling(firstBackOff, maxBackOff);
    }

    @AssertTrue(message = "percept.publish.encoding must be json or protobuf")
    boolean isEncodingOfResults() {
        return encoding != Encoding.RAW_IMAGE;
    }
}
