package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.fuzz.Cost;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LowerCaseTest {

    @Test
    void shouldMakeCapitalsOfAsciiSmallAndLeaveTheRest() {
        assertThat(LowerCase.ascii("Content-TYPE 1 ΣÄ")).isEqualTo("content-type 1 ΣÄ");
        assertThat(LowerCase.ascii("ce_id")).isEqualTo("ce_id");
    }

    @ParameterizedTest
    @CsvSource({"ΟΔΟΣ, οδος", "Été, éTÉ", "A Dog, a dog", "МИР, мир", "𐐀, 𐐨"})
    void shouldTakeLettersForOneThatDifferInCaseAlone(String one, String other) {
        assertThat(LowerCase.letters(one)).isEqualTo(LowerCase.letters(other));
    }

    @Test
    void shouldLeaveWordsDifferentThatAre() {
        assertThat(LowerCase.letters("dog")).isEqualTo("dog").isNotEqualTo(LowerCase.letters("Dogs"));
    }

    @Test
    void shouldReadARunOfSigmasInOnePass() {
        String sigmas = "Σ".repeat(1_000_000);

        Cost.keepBelow(50 << 20, Duration.ofSeconds(2), () -> {
            assertThat(LowerCase.ascii(sigmas)).isEqualTo(sigmas);
            assertThat(LowerCase.letters(sigmas).length()).isEqualTo(sigmas.length());
        });
    }
}
