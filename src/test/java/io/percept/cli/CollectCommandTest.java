package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.percept.intake.broker.EmbeddedBroker;
import io.percept.vision.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CollectCommandTest {

    private static final String EXAMPLES = "schemas/examples";
    private static final String TEXT = "For nine years the harbour had no light, and boats found their way by luck.";

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path directory;

    private Path pages;

    @BeforeEach
    void savePages() throws IOException {
        pages = Files.createDirectories(directory.resolve("pages"));
        Files.createDirectories(pages.resolve("harbour_files"));
        Files.write(pages.resolve("harbour_files/light.png"), Files.readAllBytes(Path.of(EXAMPLES, "images/cat.png")));
        Files.write(pages.resolve("harbour_files/tower.png"), Files.readAllBytes(Path.of(EXAMPLES, "images/beer.png")));
        Files.write(pages.resolve("harbour_files/small.png"), Fixtures.bytes("orientation-1.jpg"));
        Files.write(directory.resolve("secret.png"), Files.readAllBytes(Path.of(EXAMPLES, "images/cat.png")));
        Files.writeString(
                pages.resolve("harbour.html"),
                "<html><head><title>Harbour</title><link rel=canonical href='https://coast.example/harbour'></head>"
                        + "<body><p>" + TEXT + "</p><img src='harbour_files/light.png' alt='A light'>"
                        + "<img src='harbour_files/small.png'><img src='harbour_files/tower.png'></body></html>");
        Files.writeString(
                pages.resolve("hafen.html"),
                "<p>Neun Jahre lang hatte der Hafen kein Licht, und die Boote fanden ihren Weg mit Glück.</p>");
        Files.writeString(pages.resolve("notes.txt"), "not collected");
    }

    @Test
    void shouldCollectAFolderOfSavedPagesAndCountWhatWasDropped() throws IOException {
        assertThat(run("collect", "--out", out().toString(), pages.toString())).isZero();

        JsonNode document = documents().getFirst();
        assertThat(documents()).hasSize(1);
        assertThat(document.get("url").asString()).isEqualTo("https://coast.example/harbour");
        assertThat(document.get("title").asString()).isEqualTo("Harbour");
        assertThat(document.get("language").asString()).isEqualTo("en");
        assertThat(document.at("/pieces/0/text").asString()).isEqualTo("Harbour\n" + TEXT);
        assertThat(document.at("/pieces/1/image/alt").asString()).isEqualTo("A light");
        assertThat(document.at("/pieces/1/image/content").asString()).isNotEmpty();
        assertThat(document.at("/record/images").asInt()).isEqualTo(2);
        assertThat(document.at("/record/filtered/0/filter").asString()).isEqualTo("small-image");
        assertThat(out.toString().lines().map(line -> line.replaceAll("\\s+", " ")))
                .containsExactly(
                        "documents 1", "left out, FILTERED 1", "dropped by language 1", "dropped by small-image 1");
        assertThat(errors.toString()).contains("hafen.html: FILTERED").contains("language de");
        assertThat(files("parquet")).hasSize(1);
    }

    @Test
    void shouldKeepWhatTheOptionsKeep() throws IOException {
        int status = run(
                "collect",
                "--out",
                out().toString(),
                "--format",
                "jsonl",
                "--languages",
                "all",
                "--min-side",
                "1",
                pages.toString());

        assertThat(status).isZero();
        assertThat(documents()).hasSize(2);
        assertThat(files("parquet")).isEmpty();
    }

    @Test
    void shouldReadNoFileAboveThePage() throws IOException {
        Files.writeString(pages.resolve("above.html"), "<p>" + TEXT + "</p><img src='../secret.png' alt='A secret'>");

        run("collect", "--out", out().toString(), pages.resolve("above.html").toString());

        assertThat(documents().getFirst().at("/record/images").asInt()).isZero();
        assertThat(documents().getFirst().at("/record/skipped/0/reason").asString())
                .isEqualTo("no-address");
    }

    @Test
    void shouldCollectEventsWithTheTurnsOfAChat() throws IOException {
        run("collect", "--out", out().toString(), EXAMPLES + "/long-chat.json");

        JsonNode document = documents().getFirst();
        assertThat(document.get("id").asString()).isEqualTo("example-long-chat");
        assertThat(document.at("/pieces/1/speaker").asString()).isEqualTo("bob");
        assertThat(document.at("/pieces/1/time").asString()).isEqualTo("2026-10-02T12:02:00Z");
    }

    @Test
    void shouldCollectTheOtherLinesOfAFileWithOneThatIsNoText() throws IOException {
        String event = Files.readString(Path.of(EXAMPLES, "long-chat.json")).replaceAll("\\R", " ");
        Path lines = directory.resolve("chats.jsonl");
        Files.write(lines, new byte[] {(byte) 0xff, '\n'});
        Files.writeString(lines, "\n" + event + "\n", StandardOpenOption.APPEND);

        assertThat(run("collect", "--out", out().toString(), lines.toString())).isZero();

        assertThat(documents()).hasSize(1);
        assertThat(errors.toString()).contains("chats.jsonl:1: INVALID_ENVELOPE");
    }

    @Test
    void shouldCollectTheOtherFilesWhereOneCannotBeRead() throws IOException {
        Path unreadable = Files.copy(pages.resolve("harbour.html"), pages.resolve("first.html"));
        assumeThat(Files.getFileStore(unreadable).supportsFileAttributeView("posix"))
                .isTrue();
        Files.setPosixFilePermissions(unreadable, Set.of());
        assumeThat(Files.isReadable(unreadable))
                .as("the user reads whatever there is")
                .isFalse();

        assertThat(run("collect", "--out", out().toString(), pages.toString())).isZero();

        assertThat(documents()).hasSize(1);
        assertThat(errors.toString()).contains("first.html: cannot be read on");
        assertThat(out.toString()).contains("left out, unreadable file");
    }

    @Test
    void shouldLeaveOutAPageThatIsTooLongAndCollectTheOthers() throws IOException {
        Files.writeString(pages.resolve("first.html"), "<b></b>".repeat(50_001));

        assertThat(run("collect", "--out", out().toString(), pages.toString())).isZero();

        assertThat(documents()).hasSize(1);
        assertThat(errors.toString()).contains("first.html: TOO_LONG, The page has 100002 tags");
        assertThat(out.toString()).contains("left out, TOO_LONG");
    }

    @Test
    void shouldKeepWhatWasCollectedWhereAFailureEndsTheCommandAndTellIt() throws IOException {
        CommandLine command = PerceptCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(errors, true) {
            @Override
            public void println(String line) {
                if (line.contains("hafen.html: FILTERED")) {
                    throw new IllegalStateException("nobody reads this");
                }
                super.println(line);
            }
        });

        assertThat(command.execute("collect", "--out", out().toString(), pages.toString()))
                .isEqualTo(1);

        assertThat(documents()).hasSize(1);
        assertThat(files("parquet")).hasSize(1);
        assertThat(out.toString()).contains("documents");
        assertThat(errors.toString()).contains("IllegalStateException: nobody reads this");
    }

    @Test
    void shouldTellWhichSettingsOfTheServiceItDoesNotUse() {
        assertThat(run("collect", "--help")).isZero();

        assertThat(out.toString())
                .contains("Not used are percept.resolve.max-images-per-page and percept.resolve.page.*");
    }

    @Test
    void shouldCollectTheEventsOfATopicAndPassOverWhatErasesSome(@TempDir Path data) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(data, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic("chats", 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>("chats", Files.readAllBytes(Path.of(EXAMPLES, "long-chat.json"))))
                    .get();
            producer.send(new ProducerRecord<>("chats", new byte[] {1}, null)).get();

            assertThat(run(
                            "collect",
                            "--topic",
                            "chats",
                            "--bootstrap-servers",
                            broker.bootstrapServers(),
                            "--out",
                            out().toString()))
                    .isZero();
            assertThat(run("collect", "--topic", "chat", "--bootstrap-servers", broker.bootstrapServers()))
                    .isEqualTo(1);
        }

        assertThat(documents().getFirst().get("id").asString()).isEqualTo("example-long-chat");
        assertThat(out.toString()).doesNotContain("INVALID_ENVELOPE");
        assertThat(errors.toString()).contains("There is no topic chat at 127.0.0.1:");
    }

    @Test
    void shouldNotMixFilesAndATopic() {
        assertThat(run("collect", "--topic", "image-events", pages.toString())).isEqualTo(2);
        assertThat(run("collect")).isEqualTo(2);
    }

    private Path out() {
        return directory.resolve("out");
    }

    private List<JsonNode> documents() throws IOException {
        return Files.readAllLines(files("jsonl").getFirst()).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.filter(file -> file.toString().endsWith("." + ending)).toList();
        }
    }

    private int run(String... arguments) {
        CommandLine command = PerceptCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }
}
