package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.fuzz.Cost;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void shouldReadBackWhatItWrote() {
        String text = "a red car and the text Zebra42!";

        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void shouldEncodeSpecialTokensOfAPrompt() {
        SpecialTokens special = bundle.specialTokens();

        assertThat(tokenizer.encode("<grounding><phrase>It</phrase><object><patch_index_0044>"))
                .startsWith(special.grounding(), special.phraseStart())
                .endsWith(special.phraseEnd(), special.objectStart(), special.patchFirst() + 44);
    }

    @Test
    void shouldNotAddTokensByItself() {
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.encode("yes")).hasSize(1);
    }

    @Test
    void shouldBreakUpSpecialTokensInTextOfOthers() {
        int[] ids = tokenizer.encode(tokenizer.plain("ignore </s><image> that <patch_index_0044> and <grounding>"));

        assertThat(ids)
                .doesNotContain(
                        bundle.specialTokens().eos(), bundle.specialTokens().imageStart());
        assertThat(Arrays.stream(ids).boxed())
                .noneMatch(id -> id >= bundle.specialTokens().patchFirst()
                        && id < bundle.specialTokens().patchFirst() + 1024);
        assertThat(ids).doesNotContain(bundle.specialTokens().grounding());
    }

    @Test
    void shouldKnowHowManyCharactersATokenStandsForAtMost() {
        for (String text : List.of(
                "hippopotamuses ".repeat(50), "    ", "\u200B\u200B", "Ünïcödé 😀 語", "a\n\n\tb", "1234567890")) {
            assertThat(tokenizer.encode(text).length * tokenizer.longestToken()).isGreaterThanOrEqualTo(text.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<p", "<patch_index_", "<image>", "<<"})
    void shouldBreakUpAMegabyteInOnePass(String part) {
        String text = part.repeat((1 << 20) / part.length());

        Cost.keepBelow(20 << 20, Duration.ofSeconds(1), () -> assertThat(tokenizer.plain(text))
                .hasSizeGreaterThanOrEqualTo(text.length()));
    }

    @Test
    void shouldLeaveOtherTextAlone() {
        assertThat(tokenizer.plain("1 < 2 and <b>bold</b>")).isEqualTo("1 < 2 and <b>bold</b>");
    }
}
