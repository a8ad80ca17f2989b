package io.percept.publish;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The topics, no two of the same name. Those that are missing are created; those that exist are left as they are.
 *
 * @param events what is to be enriched. Default {@code image-events}
 * @param results what was found. Default {@code image-enrichments}
 * @param deadLetters events that cannot be enriched, as they came. Default {@code image-events-dlt}
 * @param review a second copy of results that a person is to see, which {@code percept.publish.review-on} names. Default
 *     {@code image-reviews}
 * @param partitions of a topic that is created. Default 4
 * @param replicationFactor of a topic that is created; -1 leaves it to the broker. Default -1
 */
@Validated
@ConfigurationProperties("percept.topics")
public record TopicProperties(
        @DefaultValue("image-events") @NotBlank String events,
        @DefaultValue("image-enrichments") @NotBlank String results,
        @DefaultValue("image-events-dlt") @NotBlank String deadLetters,
        @DefaultValue("image-reviews") @NotBlank String review,
        @DefaultValue("4") @Min(1) int partitions,
        @DefaultValue("-1") @Min(-1) short replicationFactor) {

    @AssertTrue(
            message =
                    "percept.topics: events, results, dead-letters and review must be four topics: what is written to one would be read as another, so give each a name of its own")
    boolean isEachItsOwn() {
        return Stream.of(events, results, deadLetters, review).distinct().count() == 4;
    }
}
