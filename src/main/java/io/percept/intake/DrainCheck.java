package io.percept.intake;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Whether a consumer that failed can drain before the group forgets the member. It drains as it closes, and sends no heartbeat
 * meanwhile: one that drains for longer than its session is put out of the group, its last commit is refused, and all that ended
 * meanwhile comes again. A stop drains before, with heartbeats.
 */
final class DrainCheck {

    private DrainCheck() {}

    /**
     * @param consumer the consumer's properties
     * @throws IntakeRefused where the drain, begun just before the next heartbeat, may outlast the session
     */
    static void check(Duration drainTimeout, Map<String, Object> consumer) {
        Duration session = time(consumer, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        Duration heartbeat = time(consumer, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        if (drainTimeout.plus(heartbeat).compareTo(session) >= 0) {
            throw new IntakeRefused(
                    "percept.intake.drain-timeout (%d ms) with the consumer's heartbeat.interval.ms (%d) must be below its session.timeout.ms (%d): a consumer that failed sends no heartbeat while it drains, and the group would refuse its last commit. Lower drain-timeout, or raise spring.kafka.consumer.properties.session.timeout.ms."
                            .formatted(drainTimeout.toMillis(), heartbeat.toMillis(), session.toMillis()));
        }
    }

    private static Duration time(Map<String, Object> consumer, String name) {
        Object standard = ConsumerConfig.configDef().defaultValues().get(name);
        return Duration.ofMillis(
                (Integer) ConfigDef.parseType(name, consumer.getOrDefault(name, standard), ConfigDef.Type.INT));
    }
}
