package io.percept.publish;

import io.percept.contract.wire.Encoding;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How results leave.
 *
 * @param encoding {@code json} or {@code protobuf}. Default {@code json}, which every console consumer shows
 * @param firstBackOff how long to wait after a record was refused; doubles with every further refusal. Default 200 ms
 * @param maxBackOff the longest wait. Default 10 s
 */
@Validated
@ConfigurationProperties("percept.publish")
public record PublishProperties(
        @DefaultValue("json") @NotNull Encoding encoding,
        @DefaultValue("200ms") @NotNull @DurationMin(millis = 1) Duration firstBackOff,
        @DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration maxBackOff) {

    @AssertTrue(message = "percept.publish.encoding must be json or protobuf")
    boolean isEncodingOfResults() {
        return encoding != Encoding.RAW_IMAGE;
    }
}
