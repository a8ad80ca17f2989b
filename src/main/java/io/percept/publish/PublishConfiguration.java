package io.percept.publish;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Composes publishing over Boot's producer factory. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "percept.intake.enabled", matchIfMissing = true)
public class PublishConfiguration {

    @Bean
    RecordSender recordSender(ProducerFactory<?, ?> configured, PublishProperties properties) {
        return new RecordSender(ofBytes(configured), properties.firstBackOff(), properties.maxBackOff());
    }

    @Bean
    ResultPublisher resultPublisher(
            RecordSender sender,
            TopicProperties topics,
            PublishProperties properties,
            ApplicationEventPublisher application) {
        return new ResultPublisher(sender, topics, properties.encoding(), application);
    }

    @Bean
    DeadLetterPublisher deadLetterPublisher(
            RecordSender sender, TopicProperties topics, ConsumerFactory<?, ?> consumers) {
        Object group = consumers.getConfigurationProperties().get(ConsumerConfig.GROUP_ID_CONFIG);
        return new DeadLetterPublisher(sender, topics.deadLetters(), LetterSender.here(String.valueOf(group)));
    }

    /** Our codecs write bytes, whatever serializers are configured. */
    @SuppressWarnings("unchecked")
    public static ProducerFactory<byte[], byte[]> ofBytes(ProducerFactory<?, ?> configured) {
        return (ProducerFactory<byte[], byte[]>) configured.copyWithConfigurationOverride(Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }
}
