package io.percept.intake.demo;

import io.percept.contract.ResultLine;
import io.percept.intake.demo.ExampleEvents.ExampleEvent;
import io.percept.publish.ByteClients;
import io.percept.publish.ConditionalOnPart;
import io.percept.publish.ResultPublished;
import io.percept.publish.ServicePart;
import io.percept.publish.TopicProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** Sends each example event to the events topic once after the start, and logs what comes of them. What others send is never logged. */
@Component
@Profile("demo")
@ConditionalOnPart(ServicePart.INTAKE)
class DemoTraffic {

    private static final Logger log = LoggerFactory.getLogger(DemoTraffic.class);

    /** What every example event names as its source. */
    private static final String SOURCE = "/examples";

    private final ProducerFactory<?, ?> producers;
    private final String topic;

    DemoTraffic(ProducerFactory<?, ?> producers, TopicProperties topics) {
        this.producers = producers;
        this.topic = topics.events();
    }

    @EventListener
    void onReady(ApplicationReadyEvent ready) throws IOException {
        List<ExampleEvent> events = ExampleEvents.read();
        log.info("Demo: sending {} example events to {}", events.size(), topic);
        Thread.ofVirtual().name("percept-demo").start(() -> send(events));
    }

    @EventListener
    void onResult(ResultPublished published) {
        if (published.result().source().equals(SOURCE)) {
            log.info("Result {}", ResultLine.of(published.result()));
        }
    }

    private void send(List<ExampleEvent> events) {
        try (Producer<byte[], byte[]> producer =
                ByteClients.producers(producers).createProducer()) {
            for (ExampleEvent event : events) {
                var record = new ProducerRecord<>(topic, event.name().getBytes(StandardCharsets.UTF_8), event.json());
                record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
                producer.send(record, (metadata, failure) -> {
                    if (failure != null) {
                        log.warn("Demo event {} was not sent: {}", event.name(), failure.toString());
                    }
                });
            }
        }
    }
}
