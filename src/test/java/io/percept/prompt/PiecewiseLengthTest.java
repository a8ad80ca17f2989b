package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
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
        "a",
        "<patch_index_0001>"
    };

    @Test
    void shouldCountWhatTheWholeTextHas() {
        TextEncoder encoder = new TextEncoder(tokenizer, bundle.decoder().maxPositions());
        ToIntFunction<String> tokens = text -> encoder.length(TextPart.onOneLine(text));
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(4) == 0 ? "" : " ");
        }

        assertThat(new PiecewiseLength(tokens).applyAsInt(text.toString()))
                .isEqualTo(tokens.applyAsInt(text.toString()));
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
            assertThat(piece.length()).isLessThanOrEqualTo(128 << 10);
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
        });
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
