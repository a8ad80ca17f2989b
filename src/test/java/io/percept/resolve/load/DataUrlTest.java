package io.percept.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"data:image/png;base64,aGk=", "DATA:image/png;BASE64,aGk=", "data:image/png,hi", "data:,hi"})
    void shouldReadTheBytes(String url) {
        assertThat(DataUrl.bytes(url)).isEqualTo(new byte[] {'h', 'i'});
    }

    /** To write a run of capital sigmas in small letters takes the square of it. */
    @Test
    @Timeout(20)
    void shouldNotTakeLongForATypeOfSigmas() {
        assertThat(DataUrl.bytes("data:" + "Σ".repeat(100_000) + ",hi")).hasSize(2);
    }
}
