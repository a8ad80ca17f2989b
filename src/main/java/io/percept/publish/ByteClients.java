package io.percept.publish;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Clients of Kafka as Boot's factories are configured, but of bytes: our codecs read and write bytes, whatever serializers are
 * configured.
 */
public final class ByteClients {

    /** As long as the chart counts for it at the end of a stop; half a minute, which is the default, would be cut off by a kill. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private ByteClients() {}

    /** Gives producers of bytes, which wait five seconds for what is under way when they are closed. */
    @SuppressWarnings("unchecked")
    public static ProducerFactory<byte[], byte[]> producers(ProducerFactory<?, ?> configured) {
        var producers = (ProducerFactory<byte[], byte[]>) configured.copyWithConfigurationOverride(Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
        if (producers instanceof DefaultKafkaProducerFactory<byte[], byte[]> closing) {
            closing.setPhysicalCloseTimeout((int) CLOSE.toSeconds());
        }
        return producers;
    }

    /**
     * A new consumer, which commits only what it is told to and is the caller's to close.
     *
     * @param group another than the configured one
     * @param suffix of the client id
     * @param own what the caller relies on, whatever else is configured; neither group nor client id
     */
    @SuppressWarnings("unchecked")
    public static Consumer<byte[], byte[]> consumer(
            ConsumerFactory<?, ?> configured, Optional<String> group, String suffix, Map<String, String> own) {
        Properties properties = new Properties();
        properties.putAll(own);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return (Consumer<byte[], byte[]>) configured.createConsumer(group.orElse(null), null, suffix, properties);
    }
}
