package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TextPartTest {

    @Test
    void shouldPutATextOnOneLine() {
        assertThat(new TextPart("one \r\n\t two  three\nfour").line()).isEqualTo("one two  three four");
    }

    @Test
    @Timeout(10)
    void shouldReadAMillionSpacesInOnePass() {
        String text = "a" + " ".repeat(1_000_000) + "b";

        assertThat(new TextPart(text).line()).isEqualTo(text);
    }
}
