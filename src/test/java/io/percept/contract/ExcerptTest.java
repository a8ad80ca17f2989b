package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void shouldTakeTheBeginningOrTheEndOfATextThatIsLonger() {
        assertThat(Excerpt.beginning("one two", 3)).isEqualTo("one");
        assertThat(Excerpt.end("one two", 3)).isEqualTo("two");
    }

    @Test
    void shouldTakeTheWholeOfATextThatIsNotLonger() {
        assertThat(Excerpt.beginning("one", 3)).isEqualTo("one");
        assertThat(Excerpt.end("one", 4)).isEqualTo("one");
    }

    @Test
    void shouldPartNoCharacter() {
        assertThat(Excerpt.beginning("😀😀", 3)).isEqualTo("😀");
        assertThat(Excerpt.end("😀😀", 3)).isEqualTo("😀");
    }
}
