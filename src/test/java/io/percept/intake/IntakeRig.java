package io.percept.intake;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ImageEvent;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.TestResults;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.Delivery;
import io.percept.publish.Doubling;
import io.percept.publish.HeldRecords;
import io.percept.publish.LetterSender;
import io.percept.publish.RecordSender;
import io.percept.publish.RecordSink;
import io.percept.publish.ResultPublisher;
import io.percept.publish.ReviewCause;
import io.percept.publish.TopicProperties;
import io.percept.publish.TransactionSender;
import io.percept.publish.TransactionalProducers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.util.unit.DataSize;

/** One instance of intake and publishing with an enrichment of the test's choice, without Spring. */
final class IntakeRig implements AutoCloseable {

    private static final DeadLetterProperties NO_OUTAGE =
            new DeadLetterProperties(1_000, 1, Duration.ofHours(1), Duration.ofMillis(100), Duration.ofSeconds(1));

    private static final Doubling BACK_OFF = new Doubling(Duration.ofMillis(50), Duration.ofSeconds(1));

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final IntakeProperties.Retry PATIENT =
            new IntakeProperties.Retry(1_000, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMinutes(1));

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final InFlightBudget budget;
    final OutageGuard outages;
    private final RecordSender sender;
    private final ExecutorService decoding = Executors.newFixedThreadPool(2);
    private final EventIntake intake;
    private final int number = COUNT.incrementAndGet();
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    private record Altered(TransactionalProducers producers, UnaryOperator<Producer<byte[], byte[]>> alteration)
            implements TransactionSender.Producers {

        @Override
        public Producer<byte[], byte[]> open() {
            return alteration.apply(producers.open());
        }

        @Override
        public void closed(Producer<byte[], byte[]> producer) {
            producers.closed(producer);
        }
    }

    /**
     * What tests vary.
     *
     * @param consumer settings of the consumer beyond the usual
     * @param producers what becomes of the producer of transactions
     */
    record Settings(
            Delivery delivery,
            int maxInFlight,
            int maxEventsAhead,
            Duration drainTimeout,
            DeadLetterProperties letters,
            Map<String, Object> consumer,
            UnaryOperator<Producer<byte[], byte[]>> producers) {

        static Settings of(int maxInFlight) {
            return new Settings(
                    Delivery.AT_LEAST_ONCE,
                    maxInFlight,
                    10_000,
                    Duration.ofSeconds(10),
                    NO_OUTAGE,
                    Map.of(),
                    UnaryOperator.identity());
        }

        Settings exactlyOnce(UnaryOperator<Producer<byte[], byte[]>> altered) {
            return new Settings(
                    Delivery.EXACTLY_ONCE, maxInFlight, maxEventsAhead, drainTimeout, letters, consumer, altered);
        }

        Settings maxEventsAhead(int events) {
            return new Settings(delivery, maxInFlight, events, drainTimeout, letters, consumer, producers);
        }

        Settings drainTimeout(Duration timeout) {
            return new Settings(delivery, maxInFlight, maxEventsAhead, timeout, letters, consumer, producers);
        }

        Settings letters(DeadLetterProperties properties) {
            return new Settings(delivery, maxInFlight, maxEventsAhead, drainTimeout, properties, consumer, producers);
        }

        Settings consumer(Map<String, Object> properties) {
            return new Settings(delivery, maxInFlight, maxEventsAhead, drainTimeout, letters, properties, producers);
        }
    }

    IntakeRig(String servers, TopicProperties topics, int maxInFlight, Enrichment enrichment) {
        this(servers, topics, Settings.of(maxInFlight), enrichment);
    }

    IntakeRig(String servers, TopicProperties topics, Settings settings, Enrichment enrichment) {
        IntakeProperties properties = new IntakeProperties(
                true,
                List.of("caption"),
                List.of(),
                false,
                settings.delivery(),
                "",
                settings.maxInFlight(),
                DataSize.ofMegabytes(64),
                settings.maxEventsAhead(),
                4096,
                2,
                Duration.ofMillis(100),
                settings.drainTimeout(),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                PATIENT);
        budget = new InFlightBudget(
                settings.maxInFlight(), properties.maxInFlightBytes().toBytes());
        Map<String, Object> connection = Map.of("bootstrap.servers", servers);
        sender = new RecordSender(producers(servers), BACK_OFF);
        HeldRecords held = new HeldRecords(1_000_000);
        RecordSink sink = settings.delivery() == Delivery.EXACTLY_ONCE ? held : sender;
        IntakeMeters meters = new IntakeMeters(registry, budget);
        outages = new OutageGuard(settings.letters(), new SimpleMeterRegistry());
        RecordPipeline pipeline = new RecordPipeline(
                new EventCodec(properties.tasks()),
                decoding,
                enrichment,
                new ResultPublisher(
                        sink,
                        topics,
                        Encoding.PROTOBUF,
                        Set.of(ReviewCause.REVIEW),
                        event -> {},
                        new SimpleMeterRegistry()),
                new DeadLetterPublisher(sink, topics.deadLetters(), new LetterSender(topics.events(), "rig", "test")),
                outages,
                meters);
        Altered transactional = new Altered(
                new TransactionalProducers(
                        producers(servers),
                        TransactionalProducers.id(
                                Optional.empty(), topics.events(), Optional.of(String.valueOf(number)))),
                settings.producers());
        EventLoops.Commits commits = settings.delivery() == Delivery.AT_LEAST_ONCE
                ? ConsumerCommits::new
                : (reading, codec) -> new TransactionCommits(
                        reading, held, () -> TransactionSender.open(transactional, held), new BackOff(BACK_OFF));
        intake = new EventIntake(
                new TopicProvisioner(connection, topics)::createMissing,
                new EventLoops(
                        () -> consumer = consumer(servers, topics.events(), settings.consumer()),
                        commits,
                        pipeline,
                        budget,
                        meters,
                        properties),
                topics.events(),
                properties);
        intake.start();
    }

    /** How often the consumer has taken part in a rebalance; never, while the topics are still looked up. */
    int rebalances() {
        KafkaConsumer<byte[], byte[]> consumer = this.consumer;
        return consumer == null ? 0 : rebalances(consumer);
    }

    private static int rebalances(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("rebalance-total"))
                .mapToInt(metric -> ((Number) metric.getValue().metricValue()).intValue())
                .sum();
    }

    /** Tries again what may pass for as long as a test takes. */
    static Enrichment retrying(Enrichment enrichment) {
        IntakeMeters meters = new IntakeMeters(new SimpleMeterRegistry(), new InFlightBudget(1, 1));
        return RetryingEnrichment.of(enrichment, PATIENT, ForkJoinPool.commonPool(), meters);
    }

    /** Topics that no other test uses. */
    static TopicProperties topics(String name) {
        return new TopicProperties(
                name + "-events", name + "-results", name + "-dead", name + "-review", 4, (short) -1);
    }

    /** A result that says nothing but whose it is. */
    static EnrichmentResult resultOf(ImageEvent event) {
        return resultOf(event, "text");
    }

    /** A result that says what the test wants. */
    static EnrichmentResult resultOf(ImageEvent event, String text) {
        return TestResults.of(
                event,
                List.of(new TaskOutcome.Completed("caption", "caption", new TaskOutput.Text(text, Optional.empty()))));
    }

    @Override
    public void close() {
        intake.stop();
        sender.close();
        decoding.shutdownNow();
    }

    private static DefaultKafkaProducerFactory<byte[], byte[]> producers(String servers) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("acks", "all");
        properties.put("linger.ms", 2);
        properties.put("max.block.ms", 2000);
        // As the service's: what a topic takes goes by the size as it is compressed.
        properties.put("compression.type", "lz4");
        return new DefaultKafkaProducerFactory<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String servers, String group, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", servers);
        properties.put("group.id", group);
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", 64);
        properties.put("session.timeout.ms", 10_000);
        properties.put("heartbeat.interval.ms", 500);
        properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        properties.putAll(more);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
