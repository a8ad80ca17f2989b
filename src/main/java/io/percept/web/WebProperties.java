package io.percept.web;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The HTTP API.
 *
 * @param maxBody the largest body of a request that is not a form; forms are bounded by
 *     {@code spring.servlet.multipart.*}. Default 32 MB
 * @param maxInFlightBytes bodies that are held at once, those of forms on disk included; further requests are answered with 503. One
 *     that is larger is taken alone. Default 128 MB
 * @param recentResults results that a new follower of the live stream is given at once. Default 20
 */
@Validated
@ConfigurationProperties("percept.web")
public record WebProperties(
        @DefaultValue("32MB") @NotNull DataSize maxBody,
        @DefaultValue("128MB") @NotNull DataSize maxInFlightBytes,
        @DefaultValue("20") @Min(0) int recentResults) {

    @AssertTrue(
            message =
                    "percept.web.max-body must be more than nothing, or every body would be refused: give a size such as 32MB")
    boolean isRoomForABody() {
        return maxBody == null || maxBody.toBytes() > 0;
    }

    @AssertTrue(
            message =
                    "percept.web.max-in-flight-bytes must be more than nothing, or bodies would be taken one at a time only: give a size such as 128MB")
    boolean isRoomForBodies() {
        return maxInFlightBytes == null || maxInFlightBytes.toBytes() > 0;
    }
}
