package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import io.percept.intake.broker.EmbeddedBroker;
import io.percept.publish.corpus.DocumentSink;
import io.percept.resolve.ResolveProperties;
import io.percept.resolve.ResolveRuntime;
import io.percept.resolve.VisionProperties;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.fetch.FetchListener;
import io.percept.vision.ImageSpec;
import io.percept.vision.PictureListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What is committed when a loop fails or may not wait, mostly with a broker: a consumer that closes gives its partitions back. What a
 * loop waits for in vain would be waited for for ever, so each test has a thread of its own and a limit.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CollectLoopTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final CollectLoop.Publisher NOWHERE = (event, document) -> CompletableFuture.completedFuture(null);
    private static final CollectLoop.Publisher TOO_LARGE = (event, document) ->
            CompletableFuture.failedFuture(new PerceptException(ErrorCode.RESULT_TOO_LARGE, "too large for the topic"));

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static ResolveRuntime resolving;

    private final ListSink file = new ListSink();
    private List<DocumentSink> files = List.of(file);
    private final EventCollection collection = new EventCollection(resolving.collector(CorpusRules.NONE, 5, false));
    private CollectLoop.Collecting collecting = collection::begin;
    private Duration timeLimit = LIMIT;
    private Map<String, String> settings = Map.of();
    private int recordsOfAPoll = 500;
    private int pollIntervalMillis = 300_000;
    private int commits;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
        Binder binder = Binder.get(new StandardEnvironment());
        resolving = ResolveRuntime.open(
                new ImageSpec(64, new float[3], new float[] {1, 1, 1}, "bicubic"),
                binder.bindOrCreate("percept.vision", VisionProperties.class),
                binder.bindOrCreate("percept.resolve", ResolveProperties.class),
                (filter, count) -> {},
                FetchListener.NONE,
                PictureListener.NONE);
    }

    @AfterAll
    static void stop() {
        resolving.close();
        broker.close();
    }

    @Test
    void shouldReadAgainWhatWasNotWrittenWhereADocumentFails() throws Exception {
        send("failing", "a", "b", "c", "d", "e");
        file.failsOnceAt = "b";

        assertThatThrownBy(() -> run("failing", NOWHERE, untilWritten("e")))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        run("failing", NOWHERE, untilWritten("e"));

        assertThat(file.whole).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void shouldNotTakeForWholeWhatCouldNotBeFinished() throws Exception {
        send("unfinished", "a", "b");
        file.failsOnceToFinish = true;

        assertThatThrownBy(() -> run("unfinished", NOWHERE, untilWritten("b"))).hasMessage("disk full");
        run("unfinished", NOWHERE, untilWritten("b"));

        assertThat(file.whole).containsExactly("a", "b");
    }

    @Test
    void shouldLeaveOutADocumentThatCannotBeWrittenAndGoOn() throws Exception {
        send("unwritable", "a", "b", "c");

        run(
                "unwritable",
                (event, document) -> {
                    if (document.id().equals("b")) {
                        throw new PerceptException(ErrorCode.INVALID_ENVELOPE, "no such time");
                    }
                    return CompletableFuture.completedFuture(null);
                },
                untilWritten("c"));

        assertThat(file.whole).containsExactly("a", "c");
        assertThat(registry.counter("percept.collect.events", "outcome", "INVALID_ENVELOPE")
                        .count())
                .isOne();
    }

    @Test
    void shouldLeaveOutAnEventThatIsNotCollectedInTime() throws Exception {
        collecting = event -> new CompletableFuture<>();
        timeLimit = Duration.ofMillis(10);

        runOnce(consumerOf(new TopicPartition("hanging", 0)), "hanging", NOWHERE);

        assertThat(counted("TIMED_OUT")).isOne();
    }

    @Test
    void shouldPassOverATombstone() throws Exception {
        TopicPartition partition = new TopicPartition("erased", 0);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.schedulePollTask(() -> {
            assign(consumer, partition);
            consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), 1, null, null));
        });

        runOnce(consumer, "erased", NOWHERE);

        assertThat(file.whole).containsExactly("a");
        assertThat(counted("INVALID_ENVELOPE")).isZero();
    }

    @Test
    void shouldTakeNoMoreEventsWhileTooMuchIsUnacknowledged() throws Exception {
        send("slow", "a", "b", "c");
        settings = Map.of("percept.collect.max-in-flight-bytes", "1B");
        recordsOfAPoll = 1;
        SlowTopic slow = new SlowTopic();
        BooleanSupplier untilC = untilWritten("c");

        run("slow", slow, () -> slow.turn(untilC.getAsBoolean()));

        assertThat(file.whole).containsExactly("a", "b", "c");
        assertThat(slow.mostOpen).isOne();
    }

    @Test
    void shouldKeepItsPartitionWhileAFileWaitsForTheBroker() throws Exception {
        send("rolling", "a", "b", "c");
        settings = Map.of("percept.collect.roll-documents", "1");
        pollIntervalMillis = 1_500;
        CollectLoop.Publisher slow = (event, document) ->
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS));

        run("rolling", slow, untilWhole("c"));

        assertThat(file.whole).containsExactly("a", "b", "c");
    }

    @Test
    void shouldTellThatItWorksOnceItHasCommitted() throws Exception {
        send("telling", "a");
        settings = Map.of("percept.collect.roll-documents", "1");

        run("telling", NOWHERE, untilWhole("a"));

        assertThat(commits).isPositive();
    }

    @Test
    void shouldTellThatItWorksOnceItHasCommittedForPartitionsThatAreTakenAway() throws Exception {
        TopicPartition partition = new TopicPartition("given-back", 0);
        MockConsumer<byte[], byte[]> consumer = consumerOf(partition);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        List<Integer> commitsBeforeTurns = new ArrayList<>();

        run(consumer, "given-back", NOWHERE, () -> {
            commitsBeforeTurns.add(commits);
            return commitsBeforeTurns.size() < 3;
        });

        assertThat(commitsBeforeTurns).containsExactly(0, 0, 1);
        assertThat(file.whole).containsExactly("a");
    }

    @Test
    void shouldNotTellThatItWorksWhereItNeverGetsIntoItsGroup() throws Exception {
        settings = Map.of("percept.collect.roll-interval", "1ms");
        MockConsumer<byte[], byte[]> outside = new MockConsumer<>("earliest") {
            @Override
            public ConsumerGroupMetadata groupMetadata() {
                return new ConsumerGroupMetadata("outside");
            }
        };

        run(outside, "outside", NOWHERE, forAMoment());
        assertThat(commits).isZero();

        run(new MockConsumer<>("earliest"), "inside", NOWHERE, forAMoment());
        assertThat(commits).isPositive();
    }

    @Test
    void shouldCountADocumentThatTheTopicHasToLackAsLeftOutWhereThereAreNoFiles() throws Exception {
        files = List.of();

        runOnce(consumerOf(new TopicPartition("lacking", 0)), "lacking", TOO_LARGE);

        assertThat(counted("RESULT_TOO_LARGE")).isOne();
        assertThat(counted("written")).isZero();
    }

    @Test
    void shouldCountADocumentThatOnlyFilesHaveAsWritten() throws Exception {
        runOnce(consumerOf(new TopicPartition("filed", 0)), "filed", TOO_LARGE);

        assertThat(file.whole).containsExactly("a");
        assertThat(counted("written")).isOne();
        assertThat(counted("RESULT_TOO_LARGE")).isZero();
    }

    @Test
    void shouldGiveADocumentTheTimeOfItsRecordWhereItsEventHasNone() throws Exception {
        send("timed", "a");
        List<Instant> times = new ArrayList<>();
        List<Instant> stamps = new ArrayList<>();

        run(
                "timed",
                (event, document) -> {
                    times.add(document.time());
                    stamps.add(Instant.ofEpochMilli(event.timestamp()));
                    return CompletableFuture.completedFuture(null);
                },
                untilWritten("a"));

        assertThat(times).hasSize(1).isEqualTo(stamps);
    }

    @Test
    void shouldCommitNothingAtAStopThatTheBrokerDoesNotAnswer() throws Exception {
        send("stopping", "a", "b");

        run("stopping", (event, document) -> new CompletableFuture<>(), untilWritten("b"));

        assertThat(file.whole).isEmpty();
        run("stopping", NOWHERE, untilWritten("b"));
        assertThat(file.whole).containsExactly("a", "b");
    }

    @Test
    void shouldGiveUpWhatTheBrokerDoesNotAnswerWhenItsPartitionIsTakenAway() throws Exception {
        TopicPartition partition = new TopicPartition("taken", 0);
        MockConsumer<byte[], byte[]> consumer = consumerOf(partition);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        consumer.schedulePollTask(() -> assign(consumer, partition));
        AtomicInteger published = new AtomicInteger();
        CollectLoop.Publisher firstHangs = (event, document) ->
                published.incrementAndGet() == 1 ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        AtomicInteger turns = new AtomicInteger();

        run(consumer, "taken", firstHangs, () -> turns.getAndIncrement() < 3);

        assertThat(published).hasValue(2);
        assertThat(file.whole).containsExactly("a");
    }

    @Test
    void shouldCloseEveryFileWhereOneFailsToClose() throws Exception {
        send("closing", "a");
        ListSink failing = new ListSink();
        failing.failsOnceAt = "a";
        failing.failsToClose = true;
        files = List.of(failing, file);

        assertThatThrownBy(() -> run("closing", NOWHERE, untilWritten("a")))
                .hasMessage("disk full")
                .hasSuppressedException(new IOException("still full"));

        assertThat(file.closed).isTrue();
    }

    /** Runs until the document is in a file, or the time is up. */
    private BooleanSupplier untilWritten(String id) {
        long end = System.nanoTime() + LIMIT.toNanos();
        return () -> !file.part.contains(id) && System.nanoTime() < end;
    }

    private BooleanSupplier untilWhole(String id) {
        long end = System.nanoTime() + LIMIT.toNanos();
        return () -> !file.whole.contains(id) && System.nanoTime() < end;
    }

    /** So many turns as fit into it, which are many. */
    private static BooleanSupplier forAMoment() {
        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        return () -> System.nanoTime() < end;
    }

    private void runOnce(Consumer<byte[], byte[]> consumer, String topic, CollectLoop.Publisher publisher)
            throws IOException {
        AtomicInteger turns = new AtomicInteger();
        run(consumer, topic, publisher, () -> turns.getAndIncrement() < 1);
    }

    private double counted(String outcome) {
        return registry.counter("percept.collect.events", "outcome", outcome).count();
    }

    /** Is given the partition with one event at its first poll. */
    private static MockConsumer<byte[], byte[]> consumerOf(TopicPartition partition) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.schedulePollTask(() -> assign(consumer, partition));
        return consumer;
    }

    private void run(String topic, CollectLoop.Publisher publisher, BooleanSupplier mayRun) throws IOException {
        run(consumer(topic), topic, publisher, mayRun);
    }

    private void run(
            Consumer<byte[], byte[]> consumer, String topic, CollectLoop.Publisher publisher, BooleanSupplier mayRun)
            throws IOException {
        CollectProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("percept.collect", CollectProperties.class);
        new CollectLoop(consumer, collecting, publisher, files, new CollectMeters(registry), properties, timeLimit)
                .run(topic, mayRun, () -> commits++);
    }

    private static void send(String topic, String... ids) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 100),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            for (String id : ids) {
                producer.send(new ProducerRecord<>(topic, 0, null, event(id)));
            }
        }
    }

    private static byte[] event(String id) {
        return "{\"id\":\"%s\",\"segments\":[{\"text\":\"text of %s\"}]}"
                .formatted(id, id)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** From its start, with one event. */
    private static void assign(MockConsumer<byte[], byte[]> consumer, TopicPartition partition) {
        consumer.rebalance(List.of(partition));
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), partition.partition(), 0, null, event("a")));
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        recordsOfAPoll,
                        "max.poll.interval.ms",
                        pollIntervalMillis),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Acknowledges in every fifth turn of the loop, and at its end. */
    private static final class SlowTopic implements CollectLoop.Publisher {

        private final List<CompletableFuture<Void>> open = new ArrayList<>();
        private int mostOpen;
        private int turns;

        @Override
        public CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document) {
            CompletableFuture<Void> published = new CompletableFuture<>();
            open.add(published);
            mostOpen = Math.max(mostOpen, open.size());
            return published;
        }

        boolean turn(boolean goesOn) {
            turns++;
            if (!goesOn || turns % 5 == 0) {
                open.forEach(published -> published.complete(null));
                open.clear();
            }
            return goesOn;
        }
    }

    /** Fails where it is told to. */
    private static final class ListSink implements DocumentSink {

        private final List<String> part = new ArrayList<>();
        private final List<String> whole = new ArrayList<>();
        private String failsOnceAt = "";
        private boolean failsOnceToFinish;
        private boolean failsToClose;
        private boolean closed;

        @Override
        public void write(InterleavedDocument document) throws IOException {
            if (document.id().equals(failsOnceAt)) {
                failsOnceAt = "";
                throw new IOException("disk full");
            }
            part.add(document.id());
        }

        @Override
        public void finish() throws IOException {
            if (failsOnceToFinish) {
                failsOnceToFinish = false;
                part.clear();
                throw new IOException("disk full");
            }
            whole.addAll(part);
            part.clear();
        }

        @Override
        public void close() throws IOException {
            part.clear();
            closed = true;
            if (failsToClose) {
                throw new IOException("still full");
            }
        }
    }
}
