package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.contract.v1.TaskOutcome;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Plain Kafka clients on both sides of the running service. */
class KafkaEndToEndTest extends RunningService {

    @Test
    void shouldAnswerJsonProtobufAndRawImages() throws IOException {
        ImageEvent event = captionOf("form-protobuf", image("cat.png"));
        send("k", EventCodec.write(event, Encoding.PROTOBUF), Map.of("content-type", "application/protobuf"));
        send(
                "k",
                json("form-json", "{\"text\": \"a cat sat\"}", "{\"answer\": {\"question\": \"who sat?\"}}"),
                Map.of());
        send(
                "k",
                image("cat.png"),
                Map.of("content-type", "image/png", "ce_id", "form-raw", "percept-tasks", "caption"));

        List<EnrichmentResult> results = results("form-", 3);

        assertThat(results)
                .extracting(EnrichmentResult::getEventId)
                .containsExactly("form-protobuf", "form-json", "form-raw");
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result.getOutcomes(0).getText().getText()).isNotBlank());
        assertThat(results.get(0).getOutcomes(0).getText())
                .isEqualTo(results.get(2).getOutcomes(0).getText());
    }

    @Test
    void shouldAnswerACloudEventInStructuredMode() {
        byte[] event =
                """
                {"specversion": "1.0", "type": "any", "id": "cloud-1", "source": "/shop", "data": {
                  "segments": [{"text": "a cat sat"}], "tasks": [{"answer": {"question": "who sat?"}}]}}"""
                        .getBytes(StandardCharsets.UTF_8);
        send("k", event, Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));

        EnrichmentResult result = results("cloud-", 1).getFirst();

        assertThat(result.getSource()).isEqualTo("/shop");
        assertThat(result.getOutcomes(0).getText().getText()).isNotBlank();
    }

    @Test
    void shouldAnswerEveryTaskOfEveryExample() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(EXAMPLES)) {
            files = listed.filter(file -> file.toString().endsWith(".json")).toList();
        }
        for (Path file : files) {
            send(file.getFileName().toString(), Files.readAllBytes(file), Map.of());
        }

        assertThat(results("example-", files.size()))
                .allSatisfy(result ->
                        assertThat(result.getOutcomesList()).isNotEmpty().noneMatch(TaskOutcome::hasError));
    }

    @Test
    void shouldTellWhatIsWrongAndLeaveTheNeighboursAlone() throws IOException {
        byte[] png = image("dog-and-bicycle.png");
        String missing = "{\"image\": {\"url\": \"http://" + emptyHostName() + "/none.png\"}}";
        String forbidden = "{\"image\": {\"url\": \"http://169.254.169.254/latest\"}}";
        List<byte[]> bad = List.of(
                "this is no image".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(png, png.length / 2),
                "{\"id\": \"bad\", \"picture\": 1}".getBytes(StandardCharsets.UTF_8),
                json("bad-404", missing, "{\"caption\": {}}"),
                json("bad-url", forbidden, "{\"caption\": {}}"));
        for (int i = 0; i < bad.size(); i++) {
            send("same", EventCodec.write(captionOf("beside-" + i, png), Encoding.PROTOBUF), Map.of());
            send("same", bad.get(i), i < 2 ? Map.of("content-type", "image/png", "ce_id", "bad-" + i) : Map.of());
        }

        assertThat(results("beside-", bad.size()))
                .allSatisfy(
                        result -> assertThat(result.getOutcomes(0).hasText()).isTrue());
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(bad.size());
        assertThat(letters)
                .extracting(letter -> header(letter, "percept-error-code"))
                .containsExactly(
                        "UNSUPPORTED_MEDIA", "IMAGE_TRUNCATED", "INVALID_ENVELOPE", "FETCH_FAILED", "URL_FORBIDDEN");
        assertThat(letters).extracting(ConsumerRecord::value).containsExactlyElementsOf(bad);
        assertThat(header(letters.get(1), "percept-error-message")).contains("Event bad-1");
    }

    @Test
    void shouldFailATaskByItself() {
        send(
                "k",
                json(
                        "tasks-1",
                        "{\"text\": \"hello\"}",
                        "{}, {\"answer\": {}}, {\"caption\": {}}, {\"moderate\": {\"labels\": [\"rude\"]}}, {\"answer\": {\"question\": \"what is said?\"}}"),
                Map.of());

        EnrichmentResult result = results("tasks-", 1).getFirst();

        assertThat(result.getOutcomesList())
                .extracting(outcome -> outcome.getError().getCode())
                .containsExactly("UNKNOWN_TASK", "MISSING_QUESTION", "MISSING_IMAGE", "UNKNOWN_POLICY", "");
        assertThat(result.getOutcomes(4).hasText()).isTrue();
    }

    @Test
    void shouldGiveAnEqualEventOfTheSameTenantTheSameOutcomes() {
        send("k", ofTenant("reuse-1", "shop"), Map.of());
        EnrichmentResult first = results("reuse-", 1).getFirst();

        send("k", ofTenant("reuse-2", "shop"), Map.of());
        send("k", ofTenant("reuse-3", "bank"), Map.of());

        List<EnrichmentResult> results = results("reuse-", 3);
        assertThat(results).extracting(EnrichmentResult::getReused).containsExactly(false, true, false);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getOutcomesList()).isEqualTo(first.getOutcomesList()));
        assertThat(results).extracting(EnrichmentResult::getId).doesNotHaveDuplicates();
    }

    private static byte[] ofTenant(String id, String tenant) {
        return """
                {"id": "%s", "source": "/test", "attributes": {"tenant": "%s"}, "segments": [{"text": "a cat sat"}],
                 "tasks": [{"answer": {"question": "who sat there?"}}, {"moderate": {"labels": ["hate"]}}]}"""
                .formatted(id, tenant)
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<EnrichmentResult> results(String prefix, int count) {
        try (KafkaSide kafka = kafka()) {
            List<ConsumerRecord<byte[], byte[]>> read = kafka.readUntil(
                    "image-enrichments", LIMIT, records -> of(prefix, records).size() >= count);
            List<EnrichmentResult> results = of(prefix, read);
            assertThat(results).hasSize(count);
            return results;
        }
    }

    private static List<EnrichmentResult> of(String prefix, List<ConsumerRecord<byte[], byte[]>> records) {
        List<EnrichmentResult> results = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            EnrichmentResult result = result(record);
            if (result.getEventId().startsWith(prefix)) {
                results.add(result);
            }
        }
        return results;
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        try (KafkaSide kafka = kafka()) {
            List<ConsumerRecord<byte[], byte[]>> letters =
                    kafka.readUntil("image-events-dlt", LIMIT, records -> records.size() >= count);
            assertThat(letters).hasSize(count);
            return letters;
        }
    }

    private static ImageEvent captionOf(String id, byte[] image) {
        return new ImageEvent(
                id,
                "/test",
                Instant.EPOCH,
                List.of(new Segment.Image(new ImageSource.Content(image), "")),
                List.of(new Task.Caption("caption", TaskOptions.NONE)),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
    }

    private static byte[] json(String id, String segment, String tasks) {
        return "{\"id\": \"%s\", \"source\": \"/test\", \"segments\": [%s], \"tasks\": [%s]}"
                .formatted(id, segment, tasks)
                .getBytes(StandardCharsets.UTF_8);
    }
}
