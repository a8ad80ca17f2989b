package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpellingTest extends PlanningFixture {

    /** The tests of the training read the same. */
    private static final Path CASES = Path.of("model-worker/training/tests/spelling.json");

    private final TextEncoder encoder =
            new TextEncoder(tokenizer, bundle.decoder().maxPositions());

    @TestFactory
    List<DynamicTest> shouldSpellWithWhatTheTokenizerKnows() throws IOException {
        Spelling spelling =
                new Spelling(text -> Arrays.stream(tokenizer.encode(text)).noneMatch(tokenizer::isUnknown));
        JsonNode cases = JsonMapper.shared().readTree(Files.readString(CASES));
        return StreamSupport.stream(cases.spliterator(), false)
                .map(each -> DynamicTest.dynamicTest(each.get(0).asString(), () -> assertThat(
                                spelling.of(each.get(0).asString()))
                        .isEqualTo(each.get(1).asString())))
                .toList();
    }

    @Test
    void shouldLeaveWhatTheTokenizerKnows() {
        assertThat(new Spelling(text -> true).of("It\u2019s \u00DCn\u00EFc\u00F6d\u00E9"))
                .isEqualTo("It\u2019s \u00DCn\u00EFc\u00F6d\u00E9");
    }

    @Test
    void shouldAskTheTokenizerOnceForEachCharacter() {
        List<String> asked = new ArrayList<>();
        Spelling spelling = new Spelling(text -> {
            asked.add(text);
            return text.equals("e");
        });

        assertThat(spelling.of("caf\u00E9, \u00E9clair \u8A9E")).isEqualTo("cafe, eclair \u8A9E");
        assertThat(asked).containsExactly("\u00E9", "e");
    }

    @Test
    void shouldReadATextWithAccentsAsOneWithout() {
        assertThat(encoder.plain("\u201Ca caf\u00E9\u201D")).isEqualTo(encoder.plain("\"a cafe\""));
        assertThat("\u201Ca caf\u00E9\u201D".chars().allMatch(encoder::reads)).isTrue();
    }

    @Test
    void shouldTellWhatTheTokenizerDoesNotKnow() {
        assertThat("a \u0434\u0430 b \u8A9E"
                        .chars()
                        .filter(character -> !encoder.reads(character))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void shouldSpellTheQuestionsOfAPolicyToo() {
        assertThat(encoder.prompt("is this \u201Chate\u201D?")).isEqualTo(tokenizer.encode("is this \"hate\"?"));
    }
}
