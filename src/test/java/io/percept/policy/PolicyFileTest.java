package io.percept.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    private static final Map<String, String> QUESTIONS = Map.of("hate", "is it hateful?", "scam", "is it a scam?");

    @TempDir
    Path directory;

    @Test
    void shouldTakeTheQuestionOfTheModelWhereTheFileHasNone() throws IOException {
        ModerationPolicy policy = read("name: p\nversion: 3\nlabels:\n  hate: {review: 0.5, block: 0.9}\n");

        assertThat(policy.rules()).containsExactly(new LabelRule("hate", "is it hateful?", 0.5, 0.9, false));
    }

    @Test
    void shouldPreferTheQuestionOfTheFile() throws IOException {
        ModerationPolicy policy = read(
                "name: p\nversion: 3\nlabels:\n  rude: {question: 'is it rude?', review: 0.5, observeOnly: true}\n");

        assertThat(policy.rules()).containsExactly(new LabelRule("rude", "is it rude?", 0.5, LabelRule.NEVER, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hate: {review: 1.5}                          | labels.hate.review must be a number in 0..1, was 1.5
                    hate: {block: 0.5}                           | labels.hate.review must be a number in 0..1, was null
                    hate: {review: 0.5, block: 0.4}              | labels.hate.block is below review
                    hate: {review: 0.5, blok: 0.9}               | labels.hate.blok is unknown
                    hate: {review: 0.5, observeOnly: maybe}      | labels.hate.observeOnly must be true or false
                    rude: {review: 0.5}                          | labels.rude.question is missing
                    hate: 0.5                                    | labels.hate must be a mapping
                    """)
    void shouldNameTheKeyThatIsWrong(String rule, String complaint) {
        assertThatThrownBy(() -> read("name: p\nversion: 3\nlabels:\n  " + rule + "\n"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("policy.yaml: " + complaint);
    }

    @Test
    void shouldNameTheFileThatDoesNotExist() {
        assertThatThrownBy(() -> PolicyFile.read(directory.resolve("none.yaml"), QUESTIONS))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("none.yaml does not exist");
    }

    private ModerationPolicy read(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.yaml"), yaml);
        return PolicyFile.read(file, QUESTIONS);
    }
}
