package io.percept.intake.collect;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.intake.BrokerWork;
import io.percept.intake.TopicProvisioner;
import io.percept.publish.ByteClients;
import io.percept.publish.ConditionalOnPart;
import io.percept.publish.DocumentPublisher;
import io.percept.publish.PublishProperties;
import io.percept.publish.RecordSender;
import io.percept.publish.ServicePart;
import io.percept.publish.TopicProperties;
import io.percept.publish.corpus.DocumentSink;
import io.percept.publish.corpus.JsonLinesSink;
import io.percept.publish.corpus.ParquetSink;
import io.percept.resolve.ResolveRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Composes collecting over Boot's consumer and producer factories. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart(ServicePart.COLLECT)
public class CollectConfiguration {

    @Bean
    CollectService collectService(
            KafkaAdmin admin,
            ConsumerFactory<?, ?> consumers,
            ResolveRuntime resolving,
            DocumentPublisher publisher,
            TopicProperties topics,
            CollectProperties properties,
            MeterRegistry registry,
            Environment environment) {
        CollectCheck.check(
                properties,
                topics,
                ServicePart.INTAKE.isOn(environment)
                        ? Optional.of(consumers.getConfigurationProperties())
                        : Optional.empty());
        EventCollection collection = new EventCollection(resolving.collector(
                properties.page().rules(), properties.maxImagesPerPage(), properties.embedImages()));
        TopicProvisioner provisioner = new TopicProvisioner(
                admin.getConfigurationProperties(),
                topics,
                Stream.of(topics.events(), properties.topic())
                        .filter(name -> !name.isBlank())
                        .toList());
        return new CollectService(
                provisioner::createMissing,
                () -> new CollectLoop(
                        consumer(consumers, properties.group()),
                        collection::begin,
                        properties.topic().isBlank()
                                ? (event, document) -> CompletableFuture.completedFuture(null)
                                : publisher::publish,
                        files(properties),
                        new CollectMeters(registry),
                        properties,
                        CollectTimeLimit.of(consumers.getConfigurationProperties())),
                topics.events());
    }

    @Bean
    DocumentPublisher documentPublisher(
            ProducerFactory<?, ?> configured,
            PublishProperties publish,
            CollectProperties properties,
            MeterRegistry registry) {
        RecordSender sender = new RecordSender(ByteClients.producers(configured), publish.backOff());
        return new DocumentPublisher(sender, properties.topic(), publish.encoding(), registry);
    }

    @Bean
    BrokerWork collectWork(CollectService service, DocumentPublisher publisher) {
        return BrokerWork.of("collect", service::trouble, publisher::troubles);
    }

    private static List<DocumentSink> files(CollectProperties properties) {
        return properties.files().stream()
                .flatMap(directory -> properties.formats().stream().map(format -> sink(format, directory)))
                .toList();
    }

    /** A sink of a format. */
    public static DocumentSink sink(CollectProperties.Format format, Path directory) {
        return switch (format) {
            case JSONL -> new JsonLinesSink(directory);
            case PARQUET -> new ParquetSink(directory);
        };
    }

    private static Consumer<byte[], byte[]> consumer(ConsumerFactory<?, ?> configured, String group) {
        // Documents of one poll are in memory together, with the files of their images.
        Map<String, String> own = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "16");
        return ByteClients.consumer(configured, Optional.of(group), "-collect", own);
    }
}
