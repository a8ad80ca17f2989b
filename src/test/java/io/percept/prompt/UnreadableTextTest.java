package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a document the model of the repository, which has printable ASCII only, cannot read. */
class UnreadableTextTest extends PlanningFixture {

    private static final String CYRILLIC = "\u0443\u0431\u0438\u0442\u044C";

    @Test
    void shouldTellTheShareOfTheLettersThatAreUnknown() {
        assertThat(planner.unreadablePercent(Document.of(new TextPart(CYRILLIC))))
                .hasValue(100);
        assertThat(planner.unreadablePercent(Document.of(new TextPart("lakes 123 " + CYRILLIC))))
                .hasValue(50);
    }

    @Test
    void shouldCountAllTextsOfADocumentTogether() {
        Part cyrillic = new TextPart(CYRILLIC);
        Part english = new TextPart("the dog ran to the lake and back again. ".repeat(10));

        assertThat(planner.unreadablePercent(Document.of(cyrillic, new ImagePart(image), english)))
                .isEmpty();
        assertThat(planner.unreadablePercent(Document.of(cyrillic, cyrillic, new TextPart("the dog"))))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the dog ran to the lake",
                "a na\u00EFve caf\u00E9 \u2013 it\u2019s \u201Cfine\u201D\u2026",
                "hello \u8A9E\u8A9E",
                "hi \uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00 \u2192 \u2713"
            })
    void shouldSayNothingOfWhatIsReadOrOfAFewSigns(String text) {
        assertThat(planner.unreadablePercent(Document.of(new TextPart(text)))).isEmpty();
    }

    @Test
    void shouldSayNothingOfADocumentWithoutText() {
        assertThat(planner.unreadablePercent(Document.of(image))).isEmpty();
    }
}
