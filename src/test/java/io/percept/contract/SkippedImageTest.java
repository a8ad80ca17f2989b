package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.SkippedImage.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkippedImageTest {

    private static final String SITE = "https://a.example/";

    @ParameterizedTest
    @EnumSource
    void shouldNameTheBeginningOfALongAddressWhateverTheReason(Reason reason) {
        assertThat(new SkippedImage(reason, SITE + "a".repeat(8_000), "").address())
                .hasSize(500)
                .startsWith(SITE + "aaa")
                .endsWith("a…");
    }

    @Test
    void shouldNameAnAddressOfUsualLengthWhole() {
        String address = SITE + "a".repeat(500 - SITE.length());

        assertThat(new SkippedImage(Reason.BROKEN, address, "").address()).isEqualTo(address);
    }

    @Test
    void shouldPartNoCharacterOfALongAddress() {
        String address = "a".repeat(498) + "😀".repeat(100);

        assertThat(new SkippedImage(Reason.BROKEN, address, "").address()).isEqualTo("a".repeat(498) + "…");
    }
}
