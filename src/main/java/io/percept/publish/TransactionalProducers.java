package io.percept.publish;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Producers of one transactional id after the other, with the configuration and listeners of Boot's factory. Spring's own
 * transactional producers count ids up after a failure, and then nothing would end a transaction that the one before left
 * open.
 */
public final class TransactionalProducers implements TransactionSender.Producers {

    private final Map<String, Object> configuration;
    private final List<ProducerFactory.Listener<byte[], byte[]>> listeners;
    private final String id;

    /** @param id see {@link #id} */
    @SuppressWarnings("unchecked")
    public TransactionalProducers(ProducerFactory<?, ?> configured, String id) {
        this.configuration = new HashMap<>(configured.getConfigurationProperties());
        this.configuration.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        this.configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        this.configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        this.listeners = ((ProducerFactory<byte[], byte[]>) configured).getListeners();
        this.id = id;
    }

    /**
     * A transactional id that no other instance has, and this one has again after a restart where the host allows:
     *
     * @param wanted what is configured, if anything
     * @param group the consumer group
     * @param instance {@code group.instance.id}, if there is one; without it the id is another one at each start, and a transaction
     *     that a crash leaves open holds readers up until it times out ({@code transaction.timeout.ms})
     */
    public static String id(Optional<String> wanted, String group, Optional<String> instance) {
        return wanted.orElseGet(
                () -> group + "-" + instance.orElseGet(() -> UUID.randomUUID().toString()));
    }

    @Override
    public Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
        listeners.forEach(listener -> listener.producerAdded(id, producer));
        return producer;
    }

    @Override
    public void closed(Producer<byte[], byte[]> producer) {
        listeners.forEach(listener -> listener.producerRemoved(id, producer));
    }
}
