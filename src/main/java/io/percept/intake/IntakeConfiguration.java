package io.percept.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.ByteClients;
import io.percept.publish.ConditionalOnPart;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.Delivery;
import io.percept.publish.HeldRecords;
import io.percept.publish.PublishProperties;
import io.percept.publish.RecordSink;
import io.percept.publish.ResultPublisher;
import io.percept.publish.ServicePart;
import io.percept.publish.TopicProperties;
import io.percept.publish.TransactionSender;
import io.percept.publish.TransactionalProducers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Composes intake over Boot's consumer factory and admin. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnPart(ServicePart.INTAKE)
public class IntakeConfiguration {

    @Bean
    Delivery delivery(IntakeProperties properties) {
        return properties.delivery();
    }

    @Bean
    InFlightBudget inFlightBudget(IntakeProperties properties) {
        return new InFlightBudget(
                properties.maxInFlight(), properties.maxInFlightBytes().toBytes());
    }

    @Bean
    IntakeMeters intakeMeters(MeterRegistry registry, InFlightBudget budget) {
        return new IntakeMeters(registry, budget);
    }

    @Bean
    OutageGuard outageGuard(DeadLetterProperties properties, MeterRegistry registry) {
        return new OutageGuard(properties, registry);
    }

    /** The health component {@code intake}. */
    @Bean
    IntakeHealth intakeHealthIndicator(OutageGuard outages) {
        return new IntakeHealth(outages);
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService decodingExecutor(IntakeProperties properties) {
        return Executors.newFixedThreadPool(
                properties.decodingThreads(),
                Thread.ofPlatform().name("percept-decode-", 0).daemon().factory());
    }

    @Bean
    RecordPipeline recordPipeline(
            IntakeProperties properties,
            ExecutorService decodingExecutor,
            Enrichment enrichment,
            ResultPublisher results,
            DeadLetterPublisher deadLetters,
            OutageGuard outages,
            IntakeMeters meters) {
        EventCodec codec = new EventCodec(properties.eventRules());
        return new RecordPipeline(
                codec,
                decodingExecutor,
                RetryingEnrichment.of(enrichment, properties.retry(), decodingExecutor, meters),
                results,
                deadLetters,
                outages,
                meters);
    }

    @Bean
    EventIntake eventIntake(KafkaAdmin admin, EventLoops loops, TopicProperties topics, IntakeProperties properties) {
        TopicProvisioner provisioner = new TopicProvisioner(admin.getConfigurationProperties(), topics);
        return new EventIntake(provisioner::createMissing, loops, topics.events(), properties);
    }

    @Bean
    EventLoops eventLoops(
            ConsumerFactory<?, ?> configured,
            Delivery delivery,
            EventLoops.Commits commits,
            RecordPipeline pipeline,
            InFlightBudget budget,
            IntakeMeters meters,
            IntakeProperties properties) {
        DrainCheck.check(properties.drainTimeout(), configured.getConfigurationProperties());
        return new EventLoops(() -> consumer(configured, delivery), commits, pipeline, budget, meters, properties);
    }

    @Bean
    EventLoops.Commits commits(
            IntakeProperties properties,
            RecordSink sink,
            ConsumerFactory<?, ?> consumers,
            ProducerFactory<?, ?> producers,
            PublishProperties publish) {
        if (!(sink instanceof HeldRecords held)) {
            return ConsumerCommits::new;
        }
        Map<String, Object> consumer = consumers.getConfigurationProperties();
        TransactionalProducers transactional = new TransactionalProducers(
                producers,
                TransactionalProducers.id(
                        Optional.of(properties.transactionalId()).filter(id -> !id.isBlank()),
                        String.valueOf(consumer.get(ConsumerConfig.GROUP_ID_CONFIG)),
                        Optional.ofNullable(consumer.get(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                                .map(String::valueOf)));
        return (reading, codec) -> new TransactionCommits(
                reading, held, () -> TransactionSender.open(transactional, held), new BackOff(publish.backOff()));
    }

    @Bean
    BrokerWork intakeWork(EventIntake intake, RecordSink sink) {
        return BrokerWork.of("intake", intake::trouble, sink::troubles);
    }

    /** What the loop relies on, whatever else is configured. */
    private static Consumer<byte[], byte[]> consumer(ConsumerFactory<?, ?> configured, Delivery delivery) {
        Map<String, String> own = new HashMap<>();
        own.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        if (delivery == Delivery.EXACTLY_ONCE) {
            own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        }
        return ByteClients.consumer(configured, Optional.empty(), "-intake", own);
    }
}
