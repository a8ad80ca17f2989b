package io.percept.cli.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.cli.CommandRun;
import io.percept.contract.ErrorCode;
import io.percept.publish.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DltCommandTest {

    private static final byte[] EVENT = LetterBroker.bytes("{\"id\": \"7\", \"segments\": [{\"text\": \"a cat\"}]}");

    @TempDir
    private static Path directory;

    private static LetterBroker broker;

    @BeforeAll
    static void open() {
        broker = new LetterBroker(directory.resolve("broker"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @Test
    void shouldListTheLettersThatAreMeant() throws Exception {
        broker.topics("list");
        broker.bury("list", "a", EVENT, ErrorCode.FETCH_FAILED);
        broker.bury("list", "a", EVENT, ErrorCode.IMAGE_CORRUPT);
        broker.bury("list", "b", EVENT, ErrorCode.FETCH_FAILED);

        assertThat(run("list", "list").out()).contains("0@0", "0@1", "0@2", "what was wrong", "3 letters in list-dead");
        assertThat(places("list", "--code", "FETCH_FAILED")).containsExactly("0@0", "0@2");
        assertThat(places("list", "--code", "FETCH_FAILED", "--key", "a")).containsExactly("0@0");
        assertThat(places("list", "--limit", "1")).containsExactly("0@2");
        assertThat(places("list", "--since", "1h", "--source-topic", "list-events"))
                .hasSize(3);
        assertThat(places("list", "--until", "1h")).isEmpty();
        assertThat(places("list", "--source-topic", "others")).isEmpty();
    }

    @Test
    void shouldTakeOnlyLettersWhoseFailureMayPassWhereThatIsAsked() throws Exception {
        broker.topics("passing");
        broker.bury("passing", "gone", EVENT, ErrorCode.FETCH_FAILED);
        broker.buryPassing("passing", "slow", EVENT, ErrorCode.FETCH_FAILED);
        broker.buryPassing("passing", "busy", EVENT, ErrorCode.ENGINE_BUSY);
        broker.buryAsOlderVersion("passing", "old", EVENT, ErrorCode.FETCH_FAILED);

        assertThat(places("passing", "--code", "FETCH_FAILED")).containsExactly("0@0", "0@1", "0@3");
        assertThat(places("passing", "--passing")).containsExactly("0@1", "0@2");
        assertThat(run("passing", "list", "--json").out()).contains("\"passing\":false", "\"passing\":true");
        assertThat(run("passing", "replay", "--yes", "--code", "FETCH_FAILED", "--passing")
                        .out())
                .contains("1 letters (1 FETCH_FAILED)", "1 of 1 replayed");
        assertThat(places("passing", "--open")).containsExactly("0@0", "0@2", "0@3");
    }

    @Test
    void shouldCountByCodeAndByFault() throws Exception {
        broker.topics("count");
        broker.bury("count", "a", EVENT, ErrorCode.FETCH_FAILED);
        broker.bury("count", "a", EVENT, ErrorCode.FETCH_FAILED);
        broker.bury("count", "a", EVENT, ErrorCode.TOO_LONG);

        JsonNode counts = JsonMapper.shared()
                .readTree(run("count", "list", "--summary", "--json").out());

        assertThat(counts.at("/codes/FETCH_FAILED").asInt()).isEqualTo(2);
        assertThat(counts.at("/codes/TOO_LONG").asInt()).isEqualTo(1);
        assertThat(counts.get("stacks").size()).isEqualTo(1);
        assertThat(counts.at("/newest/0").asInt()).isEqualTo(2);
        assertThat(run("count", "list", "--summary").out()).contains("     2  FETCH_FAILED", "newest at 0@2");
    }

    @Test
    void shouldShowAnEventWithoutItsImageAndSaveItsBytes() throws Exception {
        broker.topics("show");
        byte[] image = Files.readAllBytes(Path.of("schemas/examples/images/cat.png"));
        String content = Base64.getEncoder().encodeToString(image);
        byte[] event = LetterBroker.bytes("{\"segments\": [{\"image\": {\"content\": \"" + content + "\"}},"
                + "{\"page\": {\"html\": \"<img src='data:image/png;base64," + content + "'>\"}}]}");
        broker.bury("show", "k", event, ErrorCode.IMAGE_CORRUPT);
        Path saved = directory.resolve("saved.json");

        CommandRun run = run("show", "show", "0@0", "--save", saved.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("IMAGE_CORRUPT: what was wrong", "percept-error-stack", "percept-original-group", "tag")
                .contains("image/png, " + image.length + " bytes, sha256 ", "(data URL of image/png, ")
                .doesNotContain(content.substring(0, 40))
                .doesNotContain(content.substring(200, 240));
        assertThat(saved).hasBinaryContent(event);
    }

    @Test
    void shouldSendEachEventAgainOnceAsItCame() throws Exception {
        broker.topics("again");
        broker.bury("again", "k", EVENT, ErrorCode.FETCH_FAILED);
        broker.bury("again", "k", EVENT, ErrorCode.TOO_LONG);

        CommandRun first = run("again", "replay", "--yes", "--code", "FETCH_FAILED");
        CommandRun second = run("again", "replay", "--yes");
        CommandRun third = run("again", "replay", "--yes");

        assertThat(first.out()).contains("1 of 1 replayed and acknowledged.");
        assertThat(second.out()).contains("1 letters (1 TOO_LONG); left out: 1 replayed before");
        assertThat(third.out()).contains("0 letters; left out: 2 replayed before");
        assertThat(Stream.of(first, second, third)).allMatch(run -> run.status() == 0);
        assertThat(places("again", "--open")).isEmpty();
        var events = broker.read("again-events");
        assertThat(events).hasSize(4);
        assertThat(events.get(2)).satisfies(replayed -> {
            assertThat(replayed.key()).isEqualTo(LetterBroker.bytes("k"));
            assertThat(replayed.value()).isEqualTo(EVENT);
            assertThat(headers(replayed))
                    .containsExactly(
                            "tag=one", "tag=two", "percept-replay-count=1", "percept-replay-of=again-dead/0@0");
        });
    }

    @Test
    void shouldSendAnEventWithoutAKeyAgainWithoutOne() throws Exception {
        broker.topics("keyless");
        broker.bury("keyless", null, EVENT, ErrorCode.FETCH_FAILED);
        assertThat(broker.read("keyless-dead").getFirst().key()).isNotNull();

        assertThat(run("keyless", "list").out()).contains("(none)");
        assertThat(run("keyless", "replay", "--yes").status()).isZero();

        assertThat(broker.read("keyless-events")).hasSize(2).allMatch(event -> event.key() == null);
    }

    @Test
    void shouldCountTheReplaysOfAnEventThatFailsAgain() throws Exception {
        broker.topics("twice");
        broker.bury("twice", "k", EVENT, ErrorCode.FETCH_FAILED);
        assertThat(run("twice", "replay", "--yes").status()).isZero();
        broker.bury("twice", broker.read("twice-events").get(1), ErrorCode.TOO_LONG, 1 << 20);

        DeadLetter letter = new DeadLetter(broker.read("twice-dead").get(1));
        assertThat(letter.code()).isEqualTo("TOO_LONG");
        assertThat(letter.replays()).isEqualTo(1);
        assertThat(places("twice", "--open")).containsExactly("0@1");

        assertThat(run("twice", "replay", "--yes").status()).isZero();
        assertThat(headers(broker.read("twice-events").get(2)))
                .containsExactly("tag=one", "tag=two", "percept-replay-count=2", "percept-replay-of=twice-dead/0@1");
    }

    @Test
    void shouldSendTheLetterOfARepeatedDeliveryOnlyOnce() throws Exception {
        broker.topics("same");
        var event = broker.event("same", "k", EVENT);
        broker.bury("same", event, ErrorCode.FETCH_FAILED, 1 << 20);
        broker.bury("same", event, ErrorCode.FETCH_FAILED, 1 << 20);

        assertThat(run("same", "replay", "--yes").out())
                .contains("1 duplicates")
                .contains("1 of 1 replayed");
        assertThat(broker.read("same-events")).hasSize(2);
        assertThat(places("same", "--open")).isEmpty();
    }

    @Test
    void shouldFetchAValueThatWasLeftOutWhereItStillLies() throws Exception {
        broker.topics("large");
        byte[] large = LetterBroker.bytes("{\"id\": \"" + "7".repeat(10_000) + "\"}");
        var event = broker.event("large", "k", large);
        broker.bury("large", event, ErrorCode.RESULT_TOO_LARGE, 5_000);
        assertThat(broker.read("large-dead").getFirst().value()).isEmpty();

        assertThat(run("large", "replay", "--yes").status()).isZero();

        var replayed = broker.read("large-events").get(1);
        assertThat(replayed.value()).isEqualTo(large);
        assertThat(headers(replayed)).startsWith("tag=one", "tag=two", "percept-replay-count=1");
    }

    @Test
    void shouldSayWhyALetterIsSkippedAndGoOnWithTheNext() throws Exception {
        broker.topics("gone");
        var event = broker.event("gone", "k", new byte[10_000]);
        broker.bury("gone", event, ErrorCode.RESULT_TOO_LARGE, 5_000);
        broker.empty("gone-events");
        broker.bury("gone", "k", EVENT, ErrorCode.FETCH_FAILED);

        CommandRun run = run("gone", "replay", "--yes");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.errors()).contains("0@0 was not replayed", "the event is no longer at gone-events/0@0");
        assertThat(run.out()).contains("1 of 2 replayed and acknowledged.");
        assertThat(places("gone", "--open")).containsExactly("0@0");
    }

    @Test
    void shouldSendNothingInADryRun() throws Exception {
        broker.topics("dry");
        broker.bury("dry", "k", EVENT, ErrorCode.FETCH_FAILED);

        assertThat(run("dry", "replay", "--dry-run", "0@0").out()).contains("1 letters (1 FETCH_FAILED)", "0@0");
        assertThat(broker.read("dry-events")).hasSize(1);
        assertThat(places("dry", "--open")).hasSize(1);
    }

    @Test
    void shouldSayInASentenceWhatIsWrongWithACommandLine() throws Exception {
        broker.topics("wrong");
        assertThat(run("wrong", "show", "seven")).satisfies(says(2, "'seven' is no place: use PARTITION@OFFSET"));
        assertThat(run("wrong", "show", "0@9")).satisfies(says(1, "There is no letter at 0@9 of wrong-dead"));
        assertThat(run("wrong", "list", "--code", "NONE")).satisfies(says(2, "'NONE'"));
        assertThat(run("wrong", "list", "--since", "soon")).satisfies(says(2, "'soon' is no time"));
        assertThat(run("wrong", "list", "--limit", "0")).satisfies(says(2, "--limit must be at least 1"));
        assertThat(run("wrong", "replay", "--to", "wrong-dead")).satisfies(says(2, "--to must be another topic"));
        assertThat(run("wrong", "replay", "--open")).satisfies(says(2, "'--open'"));
        assertThat(run("missing", "list")).satisfies(says(1, "There is no topic missing-dead"));
        assertThat(run("wrong", "list", "--config", "none.properties")).satisfies(says(1, "none.properties cannot be"));
        assertThat(CommandRun.of("dlt")).satisfies(says(2, "Missing required subcommand"));
    }

    private static java.util.function.Consumer<CommandRun> says(int status, String sentence) {
        return run -> {
            assertThat(run.status()).as(run.errors()).isEqualTo(status);
            assertThat(run.errors()).contains(sentence).doesNotContain("\tat ");
        };
    }

    private static CommandRun run(String topics, String command, String... options) {
        return CommandRun.of(Stream.concat(
                        Stream.of("dlt", command, "--bootstrap-servers", broker.servers(), "--topic", topics + "-dead"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private static Stream<String> places(String topics, String... options) {
        String[] all = Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new);
        return run(topics, "list", all)
                .out()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line).get("place").asString());
    }

    private static Stream<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
    }
}
