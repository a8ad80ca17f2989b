package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.cli.CommandRun;
import io.percept.contract.v1.EnrichmentResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** From a host that is down over a dead letter and the command line to the result. */
class DeadLetterEndToEndTest extends RunningService {

    @Test
    void shouldEndAsAResultAfterTheHostIsBackAndTheLetterReplayed() throws IOException {
        byte[] image = image("cat.png");
        AtomicBoolean down = new AtomicBoolean(true);
        EMPTY_HOST.createContext("/sometimes.png", exchange -> {
            if (down.get()) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                exchange.getResponseHeaders().add("content-type", "image/png");
                exchange.sendResponseHeaders(200, image.length);
                exchange.getResponseBody().write(image);
            }
            exchange.close();
        });
        String event = "{\"id\": \"replayed\", \"segments\": [{\"image\": {\"url\": \"http://%s/sometimes.png\"}}],"
                + " \"tasks\": [{\"caption\": {}}]}";
        send("replayed", event.formatted(emptyHostName()).getBytes(StandardCharsets.UTF_8), Map.of("tag", "kept"));

        await().atMost(LIMIT)
                .until(() -> dlt("list", "--key", "replayed", "--json").out().contains("FETCH_FAILED"));
        String listed = dlt("list", "--key", "replayed", "--json").out();
        String place = JsonMapper.shared().readTree(listed).get("place").asString();
        assertThat(dlt("show", place).out())
                .contains("FETCH_FAILED: ", "/sometimes.png", "percept-error-stack", "percept-error-tries");

        down.set(false);
        CommandRun replay = dlt("replay", "--yes", "--passing", place);

        assertThat(replay.status()).as(replay.errors()).isZero();
        assertThat(replay.out()).contains("1 letters (1 FETCH_FAILED)");
        try (KafkaSide kafka = kafka()) {
            var results = kafka.readUntil(
                    "image-enrichments", LIMIT, read -> read.stream().anyMatch(DeadLetterEndToEndTest::isOurs));
            EnrichmentResult result = result(results.stream()
                    .filter(DeadLetterEndToEndTest::isOurs)
                    .findFirst()
                    .orElseThrow());
            assertThat(result.getOutcomes(0).getText().getText()).isNotBlank();
        }
        assertThat(dlt("list", "--open", "--key", "replayed", "--json").out()).isEmpty();
    }

    private static boolean isOurs(org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record) {
        return result(record).getEventId().equals("replayed");
    }

    private CommandRun dlt(String command, String... options) {
        try (KafkaSide kafka = kafka()) {
            return CommandRun.of(
                    Stream.concat(Stream.of("dlt", command, "--bootstrap-servers", kafka.servers()), Stream.of(options))
                            .toArray(String[]::new));
        }
    }
}
