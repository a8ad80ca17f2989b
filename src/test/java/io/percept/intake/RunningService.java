package io.percept.intake;

import com.sun.net.httpserver.HttpServer;
import io.percept.Percept;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.intake.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service as it ships, with its embedded broker and its model, for the tests that go through all of it. */
@SpringBootTest(classes = Percept.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
abstract class RunningService {

    static final Duration LIMIT = Duration.ofSeconds(120);
    static final Path EXAMPLES = Path.of("schemas/examples");
    /** Where the service writes collected documents. */
    static final Path COLLECTED = collected();
    /** A host that may be asked, and has nothing. */
    static final HttpServer EMPTY_HOST = emptyHost();

    @Autowired
    private EmbeddedBroker broker;

    @Autowired
    private Environment environment;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        Path directory = Files.createTempDirectory("percept-service");
        registry.add("percept.broker.port", () -> 0);
        registry.add("percept.broker.directory", () -> directory.resolve("broker"));
        registry.add("percept.engine.cache", () -> directory.resolve("bundles"));
        registry.add("percept.collect.enabled", () -> true);
        registry.add("percept.collect.directory", () -> COLLECTED);
        registry.add("percept.collect.roll-interval", () -> "500ms");
        // Touches those tests only whose events have the attribute.
        registry.add("percept.results.cache.size", () -> "1MB");
        registry.add("percept.results.cache.tenant", () -> "tenant");
        registry.add("percept.resolve.fetch.allow", RunningService::emptyHostName);
    }

    static String emptyHostName() {
        return "127.0.0.1:" + EMPTY_HOST.getAddress().getPort();
    }

    KafkaSide kafka() {
        return new KafkaSide(broker.bootstrapServers());
    }

    void send(String key, byte[] value, Map<String, String> headers) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var record = new ProducerRecord<>("image-events", key.getBytes(StandardCharsets.UTF_8), value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record);
        }
    }

    URI address(String path) {
        return URI.create("http://localhost:" + environment.getProperty("local.server.port") + path);
    }

    HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(address(path)).build());
    }

    static HttpResponse<String> exchange(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    static byte[] image(String name) throws IOException {
        return Files.readAllBytes(EXAMPLES.resolve("images").resolve(name));
    }

    static EnrichmentResult result(ConsumerRecord<byte[], byte[]> record) {
        EnrichmentResult.Builder result = EnrichmentResult.newBuilder();
        try {
            com.google.protobuf.util.JsonFormat.parser()
                    .merge(new String(record.value(), StandardCharsets.UTF_8), result);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError("Not a result: " + new String(record.value(), StandardCharsets.UTF_8), e);
        }
        return result.build();
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static Path collected() {
        try {
            return Files.createTempDirectory("percept-collected");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer emptyHost() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
