package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidEnvelopeTest {

    @Test
    void shouldShowATextInOneLine() {
        assertThat(InvalidEnvelope.quoted("one\r\n\ttwo")).isEqualTo("one two");
    }

    @Test
    void shouldPartNoCharacterWhereItCutsALongText() {
        String beginning = "a".repeat(199);

        assertThat(InvalidEnvelope.quoted(beginning + "😀 and more")).isEqualTo(beginning + "…");
    }
}
