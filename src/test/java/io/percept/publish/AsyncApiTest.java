package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.DocumentRecord;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import io.percept.contract.SchemaDocument;
import io.percept.contract.TestResults;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.collect.CollectProperties;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.kafka.core.ProducerFactory;

/** Holds {@code schemas/asyncapi.yaml} to the topics and headers of the code, and {@code openapi.yaml} to the headers. */
class AsyncApiTest {

    private static final TopicProperties TOPICS = defaults("percept.topics", TopicProperties.class);
    private static final byte[] EVENT = bytes("{\"segments\": [{\"text\": \"a\"}]}");
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    private final ConsumerRecord<byte[], byte[]> event = new ConsumerRecord<>("events", 2, 42L, bytes("key"), EVENT);
    private final Sent sent = new Sent();

    @Test
    void shouldNameEveryTopic() throws IOException {
        Map<?, ?> channels = SchemaDocument.read("asyncapi.yaml").at("channels");

        assertThat(channels.values().stream().map(channel -> (Object) ((Map<?, ?>) channel).get("address")))
                .containsExactlyInAnyOrder(
                        TOPICS.events(),
                        TOPICS.results(),
                        TOPICS.deadLetters(),
                        TOPICS.deadLetters() + "-replayed",
                        TOPICS.review(),
                        defaults("percept.collect", CollectProperties.class).topic());
    }

    @Test
    void shouldHaveEveryHeaderThatIsReadOfAnEvent() throws IOException {
        assertThat(documented("imageEvent")).isEqualTo(withTraceAndReplay(askedFor(EVENT)));
    }

    @Test
    void shouldHaveEveryHeaderThatIsReadOfAnImageAlone() throws IOException {
        Set<String> asked = askedFor(PNG);

        assertThat(asked).contains(EventCodec.TASKS_HEADER, EventCodec.POLICY_HEADER);
        assertThat(documented("rawImage")).isEqualTo(withTraceAndReplay(asked));
    }

    @Test
    void shouldHaveTheHeadersOfAnImageAloneOverHttpAsWell() throws IOException {
        Set<String> asked = askedFor(PNG);
        // Of HTTP itself, and so no parameter.
        asked.remove("content-type");
        // CloudEvents has names of its own for HTTP.
        List.copyOf(asked).stream()
                .filter(name -> name.startsWith("ce_"))
                .map(name -> name.replace('_', '-'))
                .forEach(asked::add);

        List<?> parameters = (List<?>) SchemaDocument.read("openapi.yaml")
                .at("paths", "/v1/enrich", "post")
                .get("parameters");

        assertThat(texts(parameters.stream().map(parameter -> ((Map<?, ?>) parameter).get("name"))))
                .isEqualTo(asked);
    }

    @Test
    void shouldHaveEveryHeaderOfAResult() throws IOException {
        results().publish(event, result(), CompletableFuture::failedFuture).join();
        assertThat(required("enrichmentResult")).isEqualTo(sent.names());

        MessageHeaders.TRACE.forEach(name -> event.headers().add(name, bytes("value")));
        results().publish(event, result(), CompletableFuture::failedFuture).join();
        assertThat(documented("enrichmentResult")).isEqualTo(sent.names());
    }

    @Test
    void shouldHaveEveryHeaderOfADocument() throws IOException {
        assertThat(required("interleavedDocument")).isEqualTo(namesOfADocument());

        MessageHeaders.TRACE.forEach(name -> event.headers().add(name, bytes("value")));
        assertThat(documented("interleavedDocument")).isEqualTo(namesOfADocument());
    }

    @Test
    void shouldHaveEveryHeaderOfADeadLetter() throws IOException {
        assertThat(documented("deadLetter")).isEqualTo(constants());

        new DeadLetterPublisher(sent, "dead", new LetterSender("percept", "percept-0", "1.2.3"))
                .publish(event, new PerceptException(ErrorCode.FETCH_FAILED, "404"), OptionalInt.empty())
                .join();
        assertThat(required("deadLetter")).isEqualTo(sent.names());
    }

    private static Set<String> documented(String message) throws IOException {
        return texts(headers(message).at("properties").keySet().stream());
    }

    private static Set<String> required(String message) throws IOException {
        return texts(((List<?>) headers(message).root().get("required")).stream());
    }

    private static SchemaDocument headers(String message) throws IOException {
        return new SchemaDocument(
                SchemaDocument.read("asyncapi.yaml").at("components", "messages", message, "headers"));
    }

    private static Set<String> texts(Stream<?> names) {
        return names.map(String.class::cast).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The headers that the codec looks for in a record that has none. */
    private static Set<String> askedFor(byte[] value) {
        AskedHeaders headers = new AskedHeaders();
        new EventCodec(List.of("caption")).read(value, headers, "id");
        return headers.asked;
    }

    /** Those that are carried on to what comes of an event, and those that a replay adds to it. */
    private static Set<String> withTraceAndReplay(Set<String> asked) {
        Set<String> all = new TreeSet<>(asked);
        all.addAll(MessageHeaders.TRACE);
        all.addAll(Set.of(LetterHeaders.REPLAY_COUNT, LetterHeaders.REPLAY_OF));
        return all;
    }

    private static Set<String> constants() {
        return texts(Stream.of(LetterHeaders.class.getFields()).map(AsyncApiTest::valueOf));
    }

    private static Object valueOf(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private ResultPublisher results() {
        return new ResultPublisher(
                sent, TOPICS, Encoding.JSON, Set.of(ReviewCause.REVIEW), told -> {}, new SimpleMeterRegistry());
    }

    private Set<String> namesOfADocument() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
            @Override
            public Producer<byte[], byte[]> createProducer() {
                return producer;
            }
        };
        RecordSender sender = new RecordSender(factory, new Doubling(Duration.ofMillis(1), Duration.ofMillis(4)));
        try (DocumentPublisher documents =
                new DocumentPublisher(sender, "documents", Encoding.JSON, new SimpleMeterRegistry())) {
            documents.publish(event, document()).join();
        }
        return Sent.names(producer.history().getFirst());
    }

    private static EnrichmentResult result() {
        return TestResults.of(List.of());
    }

    private static InterleavedDocument document() {
        return new InterleavedDocument(
                "event", "/source", Instant.EPOCH, "", "", "", List.of(), DocumentRecord.NONE, Map.of());
    }

    private static <T> T defaults(String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate(prefix, type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Has no header, and remembers which were looked for. */
    private static final class AskedHeaders extends AbstractMap<String, String> {

        private final Set<String> asked = new TreeSet<>();

        @Override
        public String get(Object name) {
            asked.add((String) name);
            return null;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return Set.of();
        }
    }

    /** Keeps what is sent. */
    private static final class Sent implements RecordSink {

        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

        @Override
        public CompletableFuture<Void> send(
                ConsumerRecord<byte[], byte[]> event, ProducerRecord<byte[], byte[]> record) {
            records.add(record);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Map<String, String> troubles() {
            return Map.of();
        }

        /** Of the headers of the last record. */
        private Set<String> names() {
            return names(records.getLast());
        }

        private static Set<String> names(ProducerRecord<byte[], byte[]> record) {
            Set<String> names = new TreeSet<>();
            StreamSupport.stream(record.headers().spliterator(), false)
                    .map(Header::key)
                    .forEach(names::add);
            return names;
        }
    }
}
