package io.percept.prompt.alttext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AltTextWordingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a red car                       | A red car",
                "an image of a red car           | A red car",
                "The picture of two dogs         | Two dogs",
                "this image shows a dog          | A dog",
                "a photograph showing the harbour| The harbour",
                "three   apples                  | Three apples",
                "a picture frame                 | A picture frame"
            })
    void shouldNotSayThatItIsAnImage(String caption, String text) {
        assertThat(AltTextWording.of(caption, 125)).isEqualTo(new AltTextWording(text, false));
    }

    @Test
    void shouldCutBetweenWordsAndLeaveNoneHanging() {
        AltTextWording cut = AltTextWording.of("a red car, a blue car and the small dog of a man", 30);

        assertThat(cut).isEqualTo(new AltTextWording("A red car, a blue car", true));
    }

    @Test
    void shouldCutOneEndlessWord() {
        assertThat(AltTextWording.of("x".repeat(200), 125).text()).hasSize(125);
    }

    @Test
    void shouldTakeNothingForNothing() {
        assertThat(AltTextWording.of("  ", 125)).isEqualTo(new AltTextWording("", false));
    }
}
