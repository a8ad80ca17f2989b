package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.Percept;
import io.percept.publish.RecordSink;
import io.percept.publish.TopicProperties;
import io.percept.web.access.ApiKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** The whole service where nobody is let in without showing who they are: Kafka by TLS and SCRAM, HTTP by API keys. */
@ExtendWith({OutputCaptureExtension.class, SecuredServiceTest.BrokerOutlivesTheService.class})
@SpringBootTest(
        classes = Percept.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "percept.access.mode=keys",
            "percept.intake.required-tasks=moderate",
            // Else the end would wait for streams whose clients have gone.
            "server.shutdown=immediate",
            "logging.level.io.percept=DEBUG",
            "logging.level.org.springframework.security=DEBUG",
            "logging.level.org.apache.kafka.clients=INFO",
            "logging.level.org.apache.kafka.common.config=INFO"
        })
@ActiveProfiles("test")
@DirtiesContext
class SecuredServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final SecuredBroker BROKER = broker();
    private static final Map<String, String> KEYS = keys();
    private static final List<String> VERBOSE = List.of(
            "io.percept", "org.springframework.security", "org.apache.kafka.clients", "org.apache.kafka.common.config");

    @Autowired
    private Environment environment;

    @Autowired
    private TopicProperties topics;

    @Autowired
    private IntakeProperties intake;

    @Autowired
    private RecordSink sink;

    @Autowired
    private RequestMappingHandlerAdapter requestMappingHandlerAdapter;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        Path directory = Files.createTempDirectory("percept-secured");
        registry.add("spring.kafka.bootstrap-servers", BROKER::bootstrapServers);
        registry.add("spring.kafka.security.protocol", () -> "SASL_SSL");
        registry.add("spring.kafka.properties.sasl.mechanism", () -> "SCRAM-SHA-512");
        registry.add("spring.kafka.properties.sasl.jaas.config", () -> SecuredBroker.login(SecuredBroker.PASSWORD));
        registry.add("spring.ssl.bundle.pem.kafka.truststore.certificate", () -> "file:" + BROKER.certificate());
        registry.add("spring.kafka.ssl.bundle", () -> "kafka");
        registry.add("percept.engine.cache", () -> directory.resolve("bundles"));
        registry.add("percept.web.max-body", () -> "100KB");
        registry.add("spring.servlet.multipart.max-file-size", () -> "100KB");
        registry.add("management.server.port", () -> 0);
        int number = 0;
        for (var key : KEYS.entrySet()) {
            String at = "percept.access.keys[" + number++ + "].";
            registry.add(at + "name", () -> "holder of " + key.getKey());
            registry.add(at + "digest", () -> ApiKey.digest(key.getValue()));
            registry.add(at + "roles", key::getKey);
        }
    }

    @AfterAll
    static void quiet() {
        LoggingSystem logging = LoggingSystem.get(SecuredServiceTest.class.getClassLoader());
        VERBOSE.forEach(logger -> logging.setLogLevel(logger, null));
    }

    @Test
    void shouldTakeAnEventAndPublishAndStreamItsResult() throws Exception {
        send(topics.events(), event("over-tls", "{\"text\": \"a cat sat\"}"));

        assertThat(firstOf("/v1/results/stream", "read", "over-tls")).contains("\"eventId\":\"over-tls\"");
    }

    @Test
    void shouldAskAnEventThatComesOverHttpWhatIsRequiredOfEveryEvent() throws Exception {
        byte[] event = event("over-http", "{\"text\": \"a cat sat\"}").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response = post("application/json", event, KEYS.get("enrich"));

        assertThat(response.body()).contains("\"task\":\"answer\"", "\"task\":\"moderate\"", "\"moderation\":{");
    }

    @Test
    void shouldStreamReviewsToReviewersOnly() throws Exception {
        awaitTopics();
        send(topics.review(), "{\"eventId\":\"look-at-this\"}");

        assertThat(firstOf("/v1/reviews/stream", "review", "look-at-this")).contains("look-at-this");
        assertThat(get(port("server"), "/v1/reviews/stream", "read").statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldServeThePageToTheNamelessAndNothingElse() throws Exception {
        assertThat(get(port("server"), "/", null).body()).contains("<title>Percept</title>");
        assertThat(get(port("server"), "/console/key.js", null).statusCode()).isEqualTo(200);
        assertThat(get(port("server"), "/v1/model", null).statusCode()).isEqualTo(401);
        assertThat(get(port("server"), "/v1/model", "read").body()).contains("percept-tiny");
    }

    @Test
    void shouldAnswerProbesAndScrapesWithoutAKeyButTellNoDetails() throws Exception {
        int management = port("management");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        get(management, "/actuator/health/readiness", null).statusCode())
                .isEqualTo(200));

        assertThat(get(management, "/actuator/health/liveness", null).statusCode())
                .isEqualTo(200);
        assertThat(get(management, "/actuator/prometheus", null).body()).contains("percept_");
        assertThat(get(management, "/actuator/health", null).body()).doesNotContain("cluster");
        assertThat(get(management, "/actuator/metrics", null).statusCode()).isEqualTo(401);
        assertThat(get(management, "/actuator/metrics", "read").statusCode()).isEqualTo(403);
        assertThat(get(management, "/actuator/health", "operate").body()).contains("cluster");
    }

    @ParameterizedTest
    @CsvSource({"image/png", "multipart/form-data; boundary=line"})
    void shouldRefuseABodyThatIsTooLarge(String type) throws Exception {
        byte[] large = new byte[200_000];
        if (type.startsWith("multipart")) {
            byte[] head = "--line\r\nContent-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8);
            System.arraycopy(head, 0, large, 0, head.length);
            byte[] end = "\r\n--line--\r\n".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(end, 0, large, large.length - end.length, end.length);
        }

        HttpResponse<String> refused = post(type, large, KEYS.get("enrich"));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("raise");
    }

    @ParameterizedTest
    @CsvSource({
        "server, PUT, /v1/enrich, application/x-www-form-urlencoded, 401",
        "server, POST, /v1/enrich, multipart/form-data; boundary=line, 401",
        "server, POST, /, multipart/form-data; boundary=line, 401",
        "server, GET, /, multipart/form-data; boundary=line, 200",
        "management, GET, /actuator/health/liveness, multipart/form-data; boundary=line, 200",
        "management, GET, /actuator/health/liveness, application/json, 200",
        "management, POST, /actuator/health/liveness, application/json, 401"
    })
    void shouldAnswerTheNamelessBeforeABodyIsRead(String server, String method, String path, String type, int answer)
            throws Exception {
        try (Socket stranger = new Socket("localhost", port(server))) {
            stranger.setSoTimeout(10_000);
            String head = "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                    .formatted(method, path, type, 64 << 20);
            stranger.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            String status = new BufferedReader(
                            new InputStreamReader(stranger.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();

            assertThat(status).startsWith("HTTP/1.1 " + answer);
        }
    }

    /** The limit of the event ends a call, with a code; one of Spring's would cut it off without one. */
    @Test
    void shouldHaveNoTimeLimitOfItsOwnForACall() {
        assertThat(ReflectionTestUtils.getField(requestMappingHandlerAdapter, "asyncRequestTimeout"))
                .isEqualTo(-1L);
    }

    @Test
    void shouldKeepSecretsAndContentOutOfLogsAndHeaders(CapturedOutput log) throws Exception {
        String content = Base64.getEncoder()
                .encodeToString("NOT-AN-IMAGE-BUT-PRIVATE-".repeat(30).getBytes());
        List<String> events = List.of(
                event("login", "{\"image\": {\"url\": \"http://user:hunter2@127.0.0.1/a.png\"}}"),
                event("signed", "{\"image\": {\"url\": \"https://127.0.0.1/b.png?X-Amz-Signature=f00dfeed\"}}"),
                event("invalid", "{\"image\": {\"url\": \"https://[host/c.png?sig=f00dfeed#hunter2\"}}"),
                event("content", "{\"image\": {\"content\": \"" + content + "\"}}"),
                event("data", "{\"image\": {\"url\": \"data:image/png;base64," + content + "\"}}"),
                event("wrong-place", "{\"image\": \"" + content + "\"}"),
                "{\"id\": \"cut-off\", \"segments\": [{\"image\": {\"content\": \"" + content);

        for (String event : events) {
            send(topics.events(), event);
            post("application/json", event.getBytes(StandardCharsets.UTF_8), KEYS.get("enrich"));
        }
        post("application/json", events.getFirst().getBytes(StandardCharsets.UTF_8), ApiKey.generate());
        List<String> letters = deadLetterHeaders(events.size());

        String secretBytes = "NOT-AN-IMAGE";
        assertThat(letters).hasSize(events.size());
        for (String text :
                Stream.concat(letters.stream(), Stream.of(log.getAll())).toList()) {
            assertThat(text)
                    .doesNotContain("hunter2", "f00dfeed", content.substring(0, 24), secretBytes)
                    .doesNotContain(SecuredBroker.PASSWORD)
                    .doesNotContain(KEYS.values())
                    .doesNotContain("generated security password");
        }
        assertThat(log.getAll())
                .contains("https://127.0.0.1/b.png", "HTTP access by API keys", "DEBUG", "sasl.jaas.config = [hidden]");
    }

    @Test
    void shouldSayPlainlyThatTheBrokerRefusesTheLogin(CapturedOutput log) {
        String wrong = "wrong-password-99";
        EventIntake refused = new EventIntake(
                new TopicProvisioner(BROKER.client(wrong), topics)::createMissing,
                () -> {
                    throw new AssertionError("no loop without a login");
                },
                topics.events(),
                intake);
        BrokerWork work = BrokerWork.of("intake", refused::trouble, sink::troubles);
        try (BrokerHealth health = new BrokerHealth(Admin.create(BROKER.client(wrong)), List.of(work))) {
            refused.start();
            await().atMost(LIMIT).until(() -> refused.trouble().isPresent());

            assertThat(refused.trouble().orElseThrow())
                    .contains("The broker refuses the login", "sasl.jaas.config")
                    .doesNotContain(wrong);
            Health told = health.health();
            assertThat(told.getStatus()).isEqualTo(Status.DOWN);
            assertThat(told.getDetails().get("login")).asString().contains("Check user name and password");
        } finally {
            refused.stop();
        }
        assertThat(log.getAll()).contains("The broker refuses the login").doesNotContain(wrong);
    }

    @Test
    void shouldSayPlainlyThatTheCertificateIsNotTrusted() {
        Map<String, Object> trusting = new HashMap<>(BROKER.client(SecuredBroker.PASSWORD));
        trusting.keySet().removeIf(key -> key.startsWith("ssl."));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new TopicProvisioner(trusting, topics).createMissing())
                .hasMessageContaining("TLS handshake")
                .hasMessageContaining("spring.kafka.ssl");
    }

    private static String event(String id, String segment) {
        return "{\"id\": \"%s\", \"segments\": [%s], \"tasks\": [{\"answer\": {\"question\": \"who?\"}}]}"
                .formatted(id, segment);
    }

    private void awaitTopics() {
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            try (Admin admin = Admin.create(BROKER.client(SecuredBroker.PASSWORD))) {
                return admin.listTopics().names().get().contains(topics.deadLetters());
            }
        });
    }

    private void send(String topic, String value) {
        awaitTopics();
        try (var producer = new KafkaProducer<>(
                BROKER.client(SecuredBroker.PASSWORD), new StringSerializer(), new StringSerializer())) {
            var record = new ProducerRecord<>(topic, "key", value);
            record.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }
    }

    /** The headers of the first dead letters, each letter's as one text. */
    private List<String> deadLetterHeaders(int count) {
        List<String> letters = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                BROKER.client(SecuredBroker.PASSWORD), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetters()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (letters.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<String, byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    StringBuilder headers = new StringBuilder();
                    letter.headers().forEach(header -> headers.append(header.key())
                            .append('=')
                            .append(new String(header.value(), StandardCharsets.UTF_8))
                            .append('\n'));
                    letters.add(headers.toString());
                }
            }
        }
        return letters;
    }

    /** The first line of a stream that holds a text. */
    private String firstOf(String path, String role, String text) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> stream = client.send(
                    request(port("server"), path, KEYS.get(role)).build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = stream.body()) {
                return lines.filter(line -> line.contains(text)).findFirst().orElseThrow();
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static HttpResponse<String> get(int port, String path, String role) throws Exception {
        return exchange(
                request(port, path, role == null ? null : KEYS.get(role)).build());
    }

    private HttpResponse<String> post(String type, byte[] body, String key) throws Exception {
        return exchange(request(port("server"), "/v1/enrich", key)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(int port, String path, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private int port(String server) {
        return environment.getRequiredProperty("local." + server + ".port", Integer.class);
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>();
        for (String role : List.of("read", "enrich", "review", "operate")) {
            keys.put(role, ApiKey.generate());
        }
        return keys;
    }

    private static SecuredBroker broker() {
        try {
            return new SecuredBroker(Files.createTempDirectory("percept-secured-broker"));
        } catch (Exception e) {
            throw new IllegalStateException("The broker of the test did not start", e);
        }
    }

    /** Stands before Spring's extension, so that it ends after it. */
    static final class BrokerOutlivesTheService implements AfterAllCallback {

        @Override
        public void afterAll(ExtensionContext context) {
            BROKER.close();
        }
    }
}
