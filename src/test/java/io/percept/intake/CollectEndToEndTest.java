package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.contract.v1.InterleavedDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Collecting in the running service, beside enrichment. */
class CollectEndToEndTest extends RunningService {

    private static final String TEXT = "For nine years the harbour had no light, and boats found their way by luck.";

    @Autowired
    private MeterRegistry meters;

    @Test
    void shouldWriteDocumentsToTheTopicAndToFiles() throws IOException {
        send("kept", event("collect-kept", TEXT), Map.of());
        send("dropped", event("collect-dropped", "Neun Jahre lang hatte der Hafen kein Licht."), Map.of());

        InterleavedDocument document = published("collect-kept");

        assertThat(document.getPieces(0).getText()).isEqualTo(TEXT);
        assertThat(document.getLanguage()).isEqualTo("en");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lines()).anyMatch(line -> line.contains("collect-kept")));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(filteredEvents()).isPositive());
        assertThat(lines()).noneMatch(line -> line.contains("collect-dropped"));
        assertThat(Files.list(COLLECTED)).anyMatch(file -> file.toString().endsWith(".parquet"));
    }

    private double filteredEvents() {
        return meters.counter("percept.collect.events", "outcome", "FILTERED").count();
    }

    private InterleavedDocument published(String id) {
        try (KafkaSide kafka = kafka()) {
            await().atMost(LIMIT).until(() -> kafka.topics().contains("image-documents"));
            List<ConsumerRecord<byte[], byte[]>> read = kafka.readUntil(
                    "image-documents", LIMIT, records -> records.stream().anyMatch(record -> is(record, id)));
            ConsumerRecord<byte[], byte[]> record =
                    read.stream().filter(one -> is(one, id)).findFirst().orElseThrow();
            assertThat(header(record, "ce_type")).isEqualTo("io.percept.document.v1");
            return parse(record);
        }
    }

    private static boolean is(ConsumerRecord<byte[], byte[]> record, String id) {
        return parse(record).getId().equals(id);
    }

    private static InterleavedDocument parse(ConsumerRecord<byte[], byte[]> record) {
        InterleavedDocument.Builder document = InterleavedDocument.newBuilder();
        try {
            JsonFormat.parser().merge(new String(record.value(), StandardCharsets.UTF_8), document);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError("Not a document: " + new String(record.value(), StandardCharsets.UTF_8), e);
        }
        return document.build();
    }

    private static List<String> lines() {
        try (Stream<Path> files = Files.list(COLLECTED)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(CollectEndToEndTest::linesOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] event(String id, String text) {
        return "{\"id\": \"%s\", \"source\": \"/test\", \"segments\": [{\"text\": \"%s\"}], \"tasks\": [{\"moderate\": {\"labels\": [\"hate\"]}}]}"
                .formatted(id, text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
