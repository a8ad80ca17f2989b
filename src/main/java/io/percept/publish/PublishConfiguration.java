package io.percept.publish;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Composes publishing over Boot's producer factory. How often a reader sees what became of an event, intake says. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart(ServicePart.INTAKE)
public class PublishConfiguration {

    @Bean
    RecordSink recordSink(Delivery delivery, ProducerFactory<?, ?> configured, PublishProperties properties) {
        return switch (delivery) {
            case AT_LEAST_ONCE -> new RecordSender(ByteClients.producers(configured), properties.backOff());
            case EXACTLY_ONCE -> new HeldRecords(
                    new ProducerConfig(ByteClients.producers(configured).getConfigurationProperties())
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
}
