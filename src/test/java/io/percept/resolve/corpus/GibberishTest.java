package io.percept.resolve.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GibberishTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The lighthouse was built in 1870 and is still lit.",
                "Das alte Schloss wurde 1702 abgerissen und nie wieder aufgebaut.",
                "Zmrzlina, čtvrtek, prst skrz krk: i to je věta.",
                "灯台は1870年に建てられ、今も灯っています。船はその光を頼りにします。",
                "Маяк построили в 1870 году, и он до сих пор горит.",
                "प्रकाशस्तंभ 1870 में बनाया गया था और आज भी जलता है।",
                "Prices: coffee 2.50, tea 2.00, cake 3.20",
                "short #!",
                "yes yes yes"
            })
    void shouldLetLanguagePass(String text) {
        assertThat(Gibberish.is(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "asdkfjh qwrtzp xcvbnm sdfghjk qwrtp zxcvb",
                "{{#if x}} <<>> == 0x3f;; && || ## 12 34 56 78",
                "buy buy buy buy buy buy now buy buy buy",
                "4f3a9c 00d1e2 9b7711 a0a0a0 3c3d3e 112233 445566",
                "------------ ************ ============"
            })
    void shouldFindWhatIsNoLanguage(String text) {
        assertThat(Gibberish.is(text)).isTrue();
    }

    @Test
    void shouldTakeAWordInCapitalsForTheSameWord() {
        assertThat(Gibberish.is("ΌΧΙ όχι Όχι όχι ΌΧΙ όχι Όχι τώρα")).isTrue();
    }

    @Test
    void shouldTakeAWordForTheSameWhateverItsLastSigma() {
        assertThat(Gibberish.is("ΛΌΓΟΣ λόγος Λόγος λόγος ΛΌΓΟΣ λόγος τώρα νυν")).isTrue();
    }

    @Test
    @Timeout(20)
    void shouldNotTakeLongForARunOfSigmas() {
        assertThat(Gibberish.is("Σ".repeat(100_000))).isFalse();
    }
}
