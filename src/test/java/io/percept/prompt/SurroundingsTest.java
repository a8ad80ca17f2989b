package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.fuzz.Cost;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {

    private static final int REACH = 200;

    private final ImagePart image =
            new ImagePart(new PreparedImage(new ContentDigest("a"), ImageFormat.PNG, 1, 1, new byte[0]));

    @Test
    void shouldBeTheWordsOnEitherSide() {
        Surroundings around = around("It was\na cold day. ".repeat(40), "Then it rained. ".repeat(40));

        assertThat(around.before()).endsWith("a cold day. It was a cold day.").hasSizeBetween(REACH - 10, REACH);
        assertThat(around.after()).startsWith("Then it rained. Then").hasSizeBetween(REACH - 10, REACH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "語", "😀"})
    void shouldReachNoFurtherIntoATextWithoutSpaces(String letter) {
        String text = letter.repeat(5_000);

        Surroundings around = around(text, text);

        assertThat(around.before()).isEqualTo(letter.repeat(REACH / letter.length()));
        assertThat(around.after()).isEqualTo(letter.repeat(REACH / letter.length()));
    }

    @Test
    void shouldReadLittleOfTextsOfMegabytes() {
        String text = "one word\n".repeat(1_000_000);
        Document document = Document.of(new TextPart(text), image, new TextPart(text));

        Cost.keepBelow(1 << 20, Duration.ofSeconds(1), () -> assertThat(Surroundings.of(document, image))
                .satisfies(around -> assertThat(around.before()).hasSizeBetween(REACH - 10, REACH))
                .satisfies(around -> assertThat(around.after()).hasSizeBetween(REACH - 10, REACH)));
    }

    private Surroundings around(String before, String after) {
        return Surroundings.of(Document.of(new TextPart(before), image, new TextPart(after)), image);
    }
}
