package io.percept.cli.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void shouldNotLetAStrangerSteerTheTerminal() {
        assertThat(Printable.line("red \u001b[31m, \u009b2J, \u202eback"))
                .isEqualTo("red \\u001b[31m, \\u009b2J, \\u202eback");
    }

    @Test
    void shouldKeepTextOfEveryScriptAndLineBreaks() {
        assertThat(Printable.text("Hafen, 港\n😀")).isEqualTo("Hafen, 港\n😀");
    }

    @Test
    void shouldShowBytesThatAreNoTextInHexadecimal() {
        assertThat(Printable.bytes(new byte[] {(byte) 0xff, 0})).isEqualTo("0xff00");
    }

    @Test
    void shouldCutWhatIsLong() {
        assertThat(Printable.line("a".repeat(1_000))).hasSize(401).endsWith("…");
    }

    @Test
    void shouldNotCutACharacterInHalf() {
        assertThat(Printable.line("a" + "😀".repeat(400))).isEqualTo("a" + "😀".repeat(199) + "…");
    }
}
