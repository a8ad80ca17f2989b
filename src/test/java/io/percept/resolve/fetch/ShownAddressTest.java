package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            textBlock =
                    """
                    https://host/a.png                       => https://host/a.png
                    https://host/a.png?X-Amz-Signature=f00d  => https://host/a.png…
                    https://host/a.png#token=f00d            => https://host/a.png…
                    https://host/a.png#x?sig=f00d            => https://host/a.png…
                    https://user:f00d@host/a.png             => https://host/a.png
                    https://a@b:f00d@host:8443/a.png         => https://host:8443/a.png
                    https://[broken/a b.png?sig=f00d         => https://[broken/a b.png…
                    //user:f00d@host/a@b.png                 => //host/a@b.png
                    https://user:f0/0d@host/a.png            => https://…
                    https://user:f0#0d@host/a.png            => https://…
                    https://user:f0?0d@host/a.png            => https://…
                    https://user:/f00d@host/a.png            => https://…
                    https://host:8443/a@b.png                => https://host:8443/a@b.png
                    https://[2001:db8::1]/a@b.png            => https://[2001:db8::1]/a@b.png
                    https://[2001:db8::1]:8443/a@b.png       => https://[2001:db8::1]:8443/a@b.png
                    """)
    void shouldShowSchemeHostAndPathOnly(String url, String shown) {
        assertThat(ShownAddress.of(url)).isEqualTo(shown);
    }

    @Test
    void shouldNotFillALogWithALongPath() {
        assertThat(ShownAddress.of("https://host/" + "a".repeat(5000))).hasSizeLessThan(130);
    }

    @Test
    void shouldNotFillALogWithALongScheme() {
        String url = "a".repeat(5000) + "://user:f0/0d@host/a.png";

        assertThat(ShownAddress.of(url)).hasSizeLessThan(130).doesNotContain("f0");
    }
}
