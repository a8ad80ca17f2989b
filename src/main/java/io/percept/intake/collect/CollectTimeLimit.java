package io.percept.intake.collect;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * How long one event may take to be collected: half of the time within which its group wants the next poll. The events of a poll are
 * collected at once, so the other half is left for what they gave to be written and committed.
 */
final class CollectTimeLimit {

    private static final String POLL_INTERVAL = ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG;

    private CollectTimeLimit() {}

    /** @param consumer the consumer's properties */
    static Duration of(Map<String, Object> consumer) {
        Object standard = ConsumerConfig.configDef().defaultValues().get(POLL_INTERVAL);
        Object interval = consumer.getOrDefault(POLL_INTERVAL, standard);
        return Duration.ofMillis((Integer) ConfigDef.parseType(POLL_INTERVAL, interval, ConfigDef.Type.INT) / 2);
    }
}
