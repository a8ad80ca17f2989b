package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecewiseLengthTest extends PlanningFixture {

    private static final String[] WORDS = {
        "the",
        "dog",
        "Zebra42",
        "<image>",
        "ümlaut",
        "😀",
        "\n",
        " ",
        "\t\r\n ",
        ".",
        "lake.\n\n",
        "ﬁsh\u00ad",
        "\u00a0",
        "\u200b",
        "a",
        "<patch_index_0001>"
    };

    @Test
    void shouldCountWhatTheWholeTextHas() {
        TextEncoder encoder = new TextEncoder(tokenizer, Integer.MAX_VALUE);
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < 100_000) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(4) == 0 ? "" : " ");
        }

        String line = TextPart.onOneLine(text.toString());
        assertThat(encoder.length(line)).isEqualTo(encoder.plain(line).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "word ", "\n", "😀"})
    void shouldReadAllOfATextInPiecesThatEndBetweenCharacters(String part) {
        String text = "a" + part.repeat(2_000_000 / part.length());
        List<String> pieces = new ArrayList<>();

        int length = new PiecewiseLength(piece -> {
                    pieces.add(piece);
                    return piece.length();
                })
                .applyAsInt(text);

        assertThat(length).isEqualTo(text.length());
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces).hasSizeGreaterThan(10).allSatisfy(piece -> {
            assertThat(piece.length()).isLessThanOrEqualTo(8 << 10);
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"  ", "\f ", "\u00a0 ", "\u00a0\u200b "})
    void shouldNotEndAPieceWithinAGapThatIsSpelledWithSpaces(String gap) {
        List<String> pieces = new ArrayList<>();

        new PiecewiseLength(piece -> {
                    pieces.add(piece);
                    return 1;
                })
                .applyAsInt(("word" + gap + "word ").repeat(5_000));

        assertThat(pieces.subList(0, pieces.size() - 1)).hasSizeGreaterThan(10).allSatisfy(piece -> assertThat(piece)
                .endsWith("word"));
    }

    @Test
    void shouldReadATextThatIsNotLongAtOnce() {
        List<String> pieces = new ArrayList<>();

        new PiecewiseLength(piece -> {
                    pieces.add(piece);
                    return 1;
                })
                .applyAsInt("a short text");

        assertThat(pieces).containsExactly("a short text");
    }
}
