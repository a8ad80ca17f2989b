package io.percept.intake.collect;

import io.percept.intake.IntakeRefused;
import io.percept.publish.TopicProperties;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Whether collecting keeps out of the way of enrichment. */
final class CollectCheck {

    private CollectCheck() {}

    /**
     * @param consumer the properties of enrichment's consumer; empty where this instance does not enrich, and may have the group
     *     by which it is scaled
     * @throws IntakeRefused where collecting has the group of enrichment, or publishes to a topic that is there for something else
     */
    static void check(CollectProperties collect, TopicProperties topics, Optional<Map<String, Object>> consumer) {
        if (consumer.map(properties -> properties.get(ConsumerConfig.GROUP_ID_CONFIG))
                .filter(collect.group()::equals)
                .isPresent()) {
            throw new IntakeRefused(
                    "percept.collect.group and spring.kafka.consumer.group-id are both '%s': members of one group share the partitions out, so what is collected would never be enriched. Give percept.collect.group a name of its own."
                            .formatted(collect.group()));
        }
        if (Stream.of(topics.events(), topics.results(), topics.deadLetters(), topics.review())
                .anyMatch(collect.topic()::equals)) {
            throw new IntakeRefused(
                    "percept.collect.topic is '%s', which percept.topics has for something else: documents would be read as what they are not. Give them a topic of their own, or leave percept.collect.topic empty to publish none."
                            .formatted(collect.topic()));
        }
    }
}
