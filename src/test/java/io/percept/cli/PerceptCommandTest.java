package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.web.access.ApiKey;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PerceptCommandTest {

    private static final String BUNDLE = System.getProperty("percept.model", "model-worker/models/percept-tiny");
    private static final String CAT = "schemas/examples/images/cat.png";
    private static final String FRAMES = "percept.vision.frames";
    private static final String MAX_PIXEL = "percept.vision.max-pixel";
    private static final String MAX_BYTES = "percept.vision.max-bytes";

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    private Path directory;

    @AfterEach
    void restore() {
        System.clearProperty(FRAMES);
        System.clearProperty(MAX_PIXEL);
        System.clearProperty(MAX_BYTES);
    }

    @Test
    void shouldServeUnlessACommandIsNamed() {
        assertThat(PerceptCommand.serves(new String[] {})).isTrue();
        assertThat(PerceptCommand.serves(new String[] {"serve"})).isTrue();
        assertThat(PerceptCommand.serves(new String[] {"--server.port=1"})).isTrue();
        assertThat(PerceptCommand.serves(new String[] {"--help"})).isFalse();
        assertThat(PerceptCommand.serves(new String[] {"enrich", CAT})).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrich", "collect"})
    void shouldTellWhereSettingsWithoutAnOptionComeFrom(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(out.toString()).contains("PERCEPT_RESOLVE_FETCH_ALLOW", "-Dpercept.resolve.fetch.allow");
    }

    @ParameterizedTest
    @CsvSource({
        "enrich, 100, percept.vision.frames (",
        "collect, 100, percept.vision.frames (",
        "enrich, four, cannot be read as int",
        "collect, four, cannot be read as int"
    })
    void shouldSayInOneSentenceThatAValueIsRefused(String command, String frames, String reason) {
        System.setProperty(FRAMES, frames);

        assertThat(run(command, CAT)).isEqualTo(1);

        assertThat(errors.toString()).contains(FRAMES, reason).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enrich", "collect"})
    void shouldSayInOneSentenceThatThereIsNoSuchKey(String command) {
        System.setProperty(MAX_PIXEL, "1000");

        assertThat(run(command, CAT)).isEqualTo(1);

        assertThat(errors.toString())
                .contains(MAX_PIXEL, "is not a key of Percept", "percept.vision has")
                .hasLineCount(1);
    }

    @Test
    void shouldMakeAKeyAndPrintItsDigestAsConfiguration() {
        int status = run("access", "key", "--role", "enrich", "--role", "read", "--name", "shop");

        String key = errors.toString().replaceAll("(?s).*(percept_[A-Za-z0-9_-]{43}).*", "$1");
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("name: \"shop\"", "digest: \"" + ApiKey.digest(key) + "\"", "roles: [read, enrich]")
                .doesNotContain(key);
    }

    @Test
    void shouldPrintWhatIsSeenAndAnswered() {
        int status = run("enrich", "--bundle", BUNDLE, "--tasks", "caption", "--ask", "what is it?", CAT);

        assertThat(status).isZero();
        assertThat(out.toString().lines()).hasSize(3).first().isEqualTo(CAT);
        assertThat(out.toString()).contains("caption").contains("what is it?");
    }

    @Test
    void shouldPrintOneJsonObjectPerImageAndFailWithTheStatus() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.png"), "this is no image");

        int status = run("enrich", "--bundle", BUNDLE, "--tasks", "caption", "--json", CAT, broken.toString());

        assertThat(status).isEqualTo(1);
        String[] lines = out.toString().split("\\R");
        assertThat(lines).hasSize(2);
        assertThat(JsonMapper.shared().readTree(lines[0]).get("eventId").asString())
                .isEqualTo(CAT);
        assertThat(JsonMapper.shared().readTree(lines[1]).at("/error/code").asString())
                .isEqualTo("UNSUPPORTED_MEDIA");
    }

    @Test
    void shouldFailWithTheStatusWhereATaskFailsAndTheOthersDoNot() {
        int status = run("enrich", "--bundle", BUNDLE, "--tasks", "caption", "--ask", " ", CAT);

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("caption").contains("MISSING_QUESTION");
    }

    @Test
    void shouldFailAFileThatIsTooLargeAndEnrichTheOthers() throws IOException {
        Path large = Files.write(directory.resolve("large.png"), new byte[100_000]);
        System.setProperty(MAX_BYTES, "99999B");

        int status = run("enrich", "--bundle", BUNDLE, "--tasks", "caption", large.toString(), CAT);

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .contains("IMAGE_TOO_LARGE, the image has 100000 bytes, 99999 are allowed")
                .contains("caption");
    }

    @Test
    void shouldTellAForeseenFailureInASentenceAndOnDemandWithItsTrace() {
        String[] command = {"bundle", "verify", directory.resolve("nothing").toString()};
        assertThat(run(command)).isEqualTo(1);
        assertThat(errors.toString()).doesNotContain("\tat ").contains("nothing");

        assertThat(run("-v", command[0], command[1], command[2])).isEqualTo(1);
        assertThat(errors.toString()).contains("BundleException").contains("\tat io.percept.");
    }

    @Test
    void shouldPrintFiguresOfASet() throws IOException {
        Files.copy(Path.of(CAT), directory.resolve("cat.png"));
        Files.writeString(
                directory.resolve("cases.jsonl"),
                """
                {"id": "1", "content": [{"image": "cat.png"}], "task": {"type": "moderate"}, "expect": {"labels": {"hate": 0}}}
                {"id": "2", "content": [{"image": "cat.png"}], "task": {"type": "choose", "question": "what is it?", "candidates": ["cat", "cat dog bird"]}, "expect": {"choice": "cat"}}
                {"id": "3", "content": [{"image": "cat.png"}], "task": {"type": "ground", "phrase": "a cat"}, "expect": {"boxes": [[0.1, 0.1, 0.9, 0.9]]}}
                """);

        Path report = directory.resolve("report.md");
        int status = run("evaluate", "--bundle", BUNDLE, "--set", directory.toString(), "--report", report.toString());

        assertThat(status).isZero();
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertThat(figures.propertyNames())
                .doesNotContain("failed", "unscored")
                .containsSubsequence(
                        "choices",
                        "grounding",
                        "moderation_auc",
                        "moderation_auc_confounders",
                        "moderation_f1",
                        "moderation_calibration_error");
        assertThat(figures.at("/grounding/cases").asInt()).isEqualTo(1);
        assertThat(report).content().contains("| `choices` |").contains("| `grounding` |");
    }

    @Test
    void shouldCountACaseThatFailsAsWrongAndGoOn() throws IOException {
        Files.copy(Path.of(CAT), directory.resolve("cat.png"));
        Files.writeString(
                directory.resolve("cases.jsonl"),
                """
                {"id": "good", "content": [{"image": "cat.png"}], "task": {"type": "describe"}, "expect": {"objects": ["cat"]}}
                {"id": "no image", "content": [{"text": "a cat"}], "task": {"type": "describe"}, "expect": {"objects": ["cat"]}}
                {"id": "no file", "content": [{"image": "dog.png"}], "task": {"type": "answer", "question": "what is it?"}, "expect": {"answer": "dog"}}
                {"id": "too long", "content": [{"text": "%s"}], "task": {"type": "answer", "question": "what is it?"}, "expect": {"answer": "dog"}}
                this is no case
                """
                        .formatted("a dog is a dog and ".repeat(400)));

        int status = run("evaluate", "--bundle", BUNDLE, "--set", directory.toString());

        assertThat(status).isZero();
        JsonNode figures = JsonMapper.shared().readTree(out.toString());
        assertThat(figures.at("/describe_object_recall/cases").asInt()).isEqualTo(2);
        assertThat(figures.at("/answers/value").asDouble()).isZero();
        assertThat(figures.at("/answers_text_only/value").asDouble()).isZero();
        assertThat(figures.get("failed"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"cases\": 4, \"ids\": [\"no image\", \"no file\", \"too long\", \"line 5\"]}"));
        assertThat(errors.toString()).contains("Case no image failed: ", "Case line 5 failed: It is no JSON");
    }

    @Test
    void shouldFailWhereNoCaseOfASetCanBeEvaluated() throws IOException {
        Files.writeString(directory.resolve("cases.jsonl"), "{}\n[]\n");

        assertThat(run("evaluate", "--bundle", BUNDLE, "--set", directory.toString()))
                .isEqualTo(1);

        assertThat(errors.toString())
                .contains("None of the 2 cases of", "Case line 1 failed: It has no 'id'.")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldVerifyABundle() {
        assertThat(run("bundle", "verify", BUNDLE)).isZero();
        assertThat(out.toString())
                .contains("digests      ok")
                .contains("graphs       ok")
                .contains("golden       ok")
                .contains("batches      ok");
    }

    @Test
    void shouldTimeAnEngine() {
        assertThat(run("bundle", "speed", "--seconds", "0.01", BUNDLE)).isZero();
        assertThat(out.toString())
                .contains("encode       16")
                .contains("prefill")
                .contains("step         32");
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldSayInOneSentenceWhatTensorRtLacksHere() {
        assertThat(run("bundle", "verify", "--engine", "tensorrt", BUNDLE)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("the NVIDIA driver (libcuda.so.1)")
                .contains("--engine onnxruntime")
                .hasLineCount(1);
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldSayInOneSentenceWhatCompilingLacksHere() {
        assertThat(run("compile", "--bundle", BUNDLE)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("TensorRT was asked for")
                .contains("libnvonnxparser.so.10")
                .hasLineCount(1);
    }

    @Test
    @DisabledIf("hasDriver")
    void shouldGoOnWithTheCpuWhereThatIsAllowed() {
        assertThat(run("bundle", "verify", "--engine", "tensorrt", "--fallback", "cpu", BUNDLE))
                .isZero();
        assertThat(out.toString()).contains("OnnxRuntime");
    }

    @Test
    void shouldNameTheEnginesThatThereAre() {
        assertThat(run("bundle", "verify", "--engine", "abacus", BUNDLE)).isEqualTo(2);
        assertThat(errors.toString()).contains("onnxruntime, tensorrt, onnxruntime-tensorrt");
    }

    static boolean hasDriver() {
        return new File("/proc/driver/nvidia/version").exists();
    }

    @Test
    void shouldRefuseABundleThatIsNone() {
        assertThat(run("bundle", "verify", directory.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("bundle.yaml").contains("is missing");
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        assertThat(run("enrich", "--bundle", BUNDLE, "none.png")).isEqualTo(1);
        assertThat(errors.toString()).contains("none.png is neither a file");
    }

    private int run(String... arguments) {
        CommandLine command = PerceptCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }
}
