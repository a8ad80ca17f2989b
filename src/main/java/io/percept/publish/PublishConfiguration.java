package io.percept.publish;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Composes publishing over Boot's producer factory. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart(ServicePart.INTAKE)
public class PublishConfiguration {

    @Bean
    Delivery delivery(Environment environment) {
        return Binder.get(environment)
                .bind("percept.intake.delivery", Delivery.class)
                .orElse(Delivery.AT_LEAST_ONCE);
    }

    @Bean
    RecordSink recordSink(Delivery delivery, ProducerFactory<?, ?> configured, PublishProperties properties) {
        return switch (delivery) {
            case AT_LEAST_ONCE -> new RecordSender(
                    ofBytes(configured), properties.firstBackOff(), properties.maxBackOff());
            case EXACTLY_ONCE -> new HeldRecords(
                    new ProducerConfig(ofBytes(configured).getConfigurationProperties())
                            .getInt(ProducerConfig.MAX_REQUEST_SIZE_CONFIG));
        };
    }

    @Bean
    ResultPublisher resultPublisher(
            RecordSink sink,
            TopicProperties topics,
            PublishProperties properties,
            ApplicationEventPublisher application,
            MeterRegistry registry) {
        return new ResultPublisher(sink, topics, properties.encoding(), properties.reviewOn(), application, registry);
    }

    @Bean
    DeadLetterPublisher deadLetterPublisher(RecordSink sink, TopicProperties topics, ConsumerFactory<?, ?> consumers) {
        Object group = consumers.getConfigurationProperties().get(ConsumerConfig.GROUP_ID_CONFIG);
        return new DeadLetterPublisher(sink, topics.deadLetters(), LetterSender.here(String.valueOf(group)));
    }

    /** Our codecs write bytes, whatever serializers are configured. */
    @SuppressWarnings("unchecked")
    public static ProducerFactory<byte[], byte[]> ofBytes(ProducerFactory<?, ?> configured) {
        return (ProducerFactory<byte[], byte[]>) configured.copyWithConfigurationOverride(Map.of(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class));
    }
}
