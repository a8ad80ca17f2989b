package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.v1.EnrichmentResult;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP side of the running service. */
class HttpEndToEndTest extends RunningService {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A meter and its kind in docs/metrics.md. */
    private static final Pattern METER = Pattern.compile("(?m)^\\| `(percept\\.[a-z.]+)` \\| (\\w+) \\|");

    @Autowired
    private MeterRegistry meters;

    @Test
    void shouldEnrichAForm() throws IOException {
        HttpResponse<String> response =
                form(image("cat.png"), "[{\"id\": \"c\", \"caption\": {}}, {\"id\": \"m\", \"moderate\": {}}]");

        assertThat(response.statusCode()).isEqualTo(200);
        EnrichmentResult result = parse(response.body());
        assertThat(result.getOutcomes(0).getText().getText()).isNotBlank();
        assertThat(result.getOutcomes(1).getModeration().getLabelsList()).hasSize(9);
    }

    @Test
    void shouldEnrichAnEvent() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(EXAMPLES.resolve("answer.json")))
                .build();

        assertThat(parse(exchange(request).body()).getEventId()).isEqualTo("example-answer");
    }

    @Test
    void shouldEnrichACloudEventInBinaryMode() throws IOException {
        HttpRequest request = cat().header("percept-tasks", "caption")
                .header("ce-specversion", "1.0")
                .header("ce-type", "any")
                .header("ce-id", "cloud%20binary")
                .header("ce-source", "/shop")
                .header("ce-time", "2025-05-06T07:08:09Z")
                .build();

        EnrichmentResult result = parse(exchange(request).body());

        assertThat(result.getEventId()).isEqualTo("cloud binary");
        assertThat(result.getSource()).isEqualTo("/shop");
        assertThat(result.getEventTime().getSeconds())
                .isEqualTo(Instant.parse("2025-05-06T07:08:09Z").getEpochSecond());
    }

    @Test
    void shouldEnrichACloudEventInStructuredMode() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "application/cloudevents+json; charset=utf-8")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                """
                        {"specversion": "1.0", "type": "any", "id": "cloud", "source": "/shop", "data": {
                          "segments": [{"text": "a cat sat"}], "tasks": [{"answer": {"question": "who sat?"}}]}}"""))
                .build();

        EnrichmentResult result = parse(exchange(request).body());

        assertThat(result.getEventId()).isEqualTo("cloud");
        assertThat(result.getSource()).isEqualTo("/shop");
        assertThat(result.getOutcomes(0).getText().getText()).isNotBlank();
    }

    @Test
    void shouldExplainACloudEventThatHoldsNothing() {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"specversion\": \"1.0\", \"id\": \"empty\"}"))
                .build();

        HttpResponse<String> response = exchange(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).get("detail").asString()).contains("data_base64");
    }

    @Test
    void shouldExplainAFormWithoutAnImage() throws IOException {
        HttpResponse<String> response = form("no image".getBytes(StandardCharsets.UTF_8), "caption");

        assertThat(response.statusCode()).isEqualTo(415);
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.get("code").asString()).isEqualTo("UNSUPPORTED_MEDIA");
        assertThat(problem.get("detail").asString()).contains("Event http-").contains("PNG, JPEG");
    }

    @Test
    void shouldExplainABrokenForm() {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofString("garbage"))
                .build();

        HttpResponse<String> response = exchange(request);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).get("detail").asString()).contains("multipart/form-data");
    }

    @Test
    void shouldRefuseAnAcceptHeaderThatIsNone() throws IOException {
        HttpResponse<String> response =
                exchange(cat().header("accept", "nonsense").build());

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(JSON.readTree(response.body()).get("detail").asString()).contains("Accept: application/json");
    }

    @Test
    void shouldRefuseBodiesBeyondTheBudgetAsBusyUntilThereIsRoomAgain() throws IOException {
        HttpRequest request = cat().header("percept-tasks", "caption").build();
        List<Socket> promised = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                promised.add(promising(32 << 20));
            }
            await().atMost(LIMIT).untilAsserted(() -> {
                HttpResponse<String> refused = exchange(request);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(JSON.readTree(refused.body()).get("detail").asString())
                        .contains("max-in-flight-bytes");
            });
        } finally {
            for (Socket socket : promised) {
                socket.close();
            }
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(exchange(request).statusCode()).isEqualTo(200));
    }

    private HttpRequest.Builder cat() throws IOException {
        return HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(image("cat.png")));
    }

    /** A request that says how long its body is, and sends none of it. */
    private Socket promising(int bytes) throws IOException {
        URI address = address("/v1/enrich");
        Socket socket = new Socket(address.getHost(), address.getPort());
        String head = "POST /v1/enrich HTTP/1.1\r\nHost: %s\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
                .formatted(address.getAuthority(), bytes);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void shouldBeReadyWithWarmEnginesAndAnAnsweringBroker() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        get("/actuator/health/readiness").statusCode())
                .isEqualTo(200));

        JsonNode components =
                JSON.readTree(get("/actuator/health/readiness").body()).get("components");
        assertThat(components.propertyNames()).contains("engine", "broker");
    }

    @Test
    void shouldServeEveryPathOfItsOpenApiDocument() {
        JsonNode document = JSON.readTree(get("/v3/api-docs").body());

        assertThat(document.get("paths").propertyNames())
                .containsExactlyInAnyOrder("/v1/enrich", "/v1/results/stream", "/v1/reviews/stream", "/v1/model");
        assertThat(get("/v1/model").statusCode()).isEqualTo(200);
        assertThat(get("/v1/enrich").statusCode()).isEqualTo(405);
    }

    @Test
    void shouldServeThePageWithAllThatItNames() {
        String page = get("/").body();

        assertThat(page)
                .contains("<title>Percept</title>")
                .doesNotContain("https://")
                .doesNotContain("http://");
        assertThat(List.of(
                        "/percept.css", "/percept.svg", "/console/main.js", "/console/api.js", "/console/overlay.js"))
                .allSatisfy(path -> assertThat(get(path).statusCode()).isEqualTo(200));
    }

    @Test
    void shouldDocumentEveryMeter() throws IOException {
        form(image("cat.png"), "caption,moderate");
        String document = Files.readString(Path.of("docs/metrics.md"));

        assertThat(meters.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .filter(name -> name.startsWith("percept."))
                        .distinct())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    @Test
    void shouldExposeMetersByTheRuleOfTheDocument() throws IOException {
        form(image("cat.png"), "caption,moderate");
        Set<String> registered = meters.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toSet());
        String scraped = get("/actuator/prometheus").body();

        assertThat(METER.matcher(Files.readString(Path.of("docs/metrics.md")))
                        .results()
                        .filter(meter -> registered.contains(meter.group(1)))
                        .flatMap(meter -> series(meter.group(1), meter.group(2))))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^" + name + "[{ ]"));
    }

    /** What Prometheus has of a meter, by the rule that docs/metrics.md begins with. */
    private static Stream<String> series(String meter, String kind) {
        boolean inSeconds = kind.equals("timer") || meter.equals("percept.events.late");
        boolean inBuckets = meter.equals("percept.events.latency") || meter.equals("percept.room");
        String name = meter.replace('.', '_') + (inSeconds ? "_seconds" : "");
        return switch (kind) {
            case "gauge" -> Stream.of(name);
            case "counter" -> Stream.of(name + "_total");
            case "timer", "summary" -> Stream.of("_count", "_sum", "_max", "_bucket")
                    .filter(end -> inBuckets || !end.equals("_bucket"))
                    .map(end -> name + end);
            default -> throw new AssertionError(meter + " is a " + kind);
        };
    }

    @Test
    void shouldCountTheFailedTasksOfAnAnswer() throws IOException {
        HttpResponse<String> response =
                form(image("cat.png"), "[{\"id\": \"c\", \"caption\": {}}, {\"id\": \"a\", \"answer\": {}}]");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(meters.get("percept.tasks")
                        .tags("via", "http", "outcome", "MISSING_QUESTION")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void shouldStreamResults() throws IOException {
        send("k", image("cat.png"), Map.of("content-type", "image/png", "ce_id", "stream", "percept-tasks", "caption"));
        URLConnection connection = address("/v1/results/stream").toURL().openConnection();
        connection.setReadTimeout((int) LIMIT.toMillis());

        try (var lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            String data = lines.lines()
                    .filter(line -> line.startsWith("data:"))
                    .findFirst()
                    .orElseThrow();
            assertThat(parse(data.substring(5)).getOutcomesCount()).isPositive();
        }
    }

    private HttpResponse<String> form(byte[] image, String tasks) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String part = "--line\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n";
        body.writeBytes(part.formatted("tasks", "").getBytes(StandardCharsets.UTF_8));
        body.writeBytes((tasks + "\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(part.formatted("image", "; filename=\"x.png\"").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(image);
        body.writeBytes("\r\n--line--\r\n".getBytes(StandardCharsets.UTF_8));
        return exchange(HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "multipart/form-data; boundary=line")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    private static EnrichmentResult parse(String json) throws InvalidProtocolBufferException {
        EnrichmentResult.Builder result = EnrichmentResult.newBuilder();
        JsonFormat.parser().merge(json, result);
        return result.build();
    }
}
