package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class CallHeadersTest {

    private final HttpHeaders headers = new HttpHeaders();

    @Test
    void shouldReadTheAttributesOfACloudEventByTheNamesOfHttp() {
        headers.add("Ce-Id", "7");
        headers.add("ce-source", "/shop");
        headers.add("CE-TIME", "2025-05-06T07:08:09Z");

        assertThat(CallHeaders.of(headers))
                .containsEntry("ce_id", "7")
                .containsEntry("ce_source", "/shop")
                .containsEntry("ce_time", "2025-05-06T07:08:09Z");
    }

    @Test
    void shouldGoOnReadingThemByTheNamesOfKafkaAsTheyStand() {
        headers.add("ce_id", "50%");

        assertThat(CallHeaders.of(headers)).containsEntry("ce_id", "50%");
    }

    @Test
    void shouldPreferTheNameOfHttpUnlessItSaysNothing() {
        headers.add("ce_id", "of kafka");
        headers.add("ce-id", "of-http");
        headers.add("ce_source", "/kafka");
        headers.add("ce-source", " ");

        assertThat(CallHeaders.of(headers)).containsEntry("ce_id", "of-http").containsEntry("ce_source", "/kafka");
    }

    @Test
    void shouldLeaveOtherHeadersAsTheyStand() {
        headers.add("Percept-Tasks", "caption");
        headers.add("Content-Type", "image/png");
        headers.add("ce-type", "50%");

        assertThat(CallHeaders.of(headers))
                .containsEntry("percept-tasks", "caption")
                .containsEntry("content-type", "image/png")
                .containsEntry("ce-type", "50%");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        Euro%20%E2%82%AC%20%F0%9F%98%80 | Euro € 😀
        /a%2520b                        | /a%20b
        %c3%a9                          | é
        a+b                             | a+b
        "a b"                           | a b
        "a \\"b\\""                     | a "b"
        "                               | "
        """)
    void shouldDecodeThemAsTheirFormForHttpSays(String stated, String attribute) {
        headers.add("ce-id", stated);

        assertThat(CallHeaders.of(headers)).containsEntry("ce_id", attribute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "%zz", "%C0%A0", "caf\u00e9"})
    void shouldRefuseWhatIsNotInThisFormAndSayHowToWriteIt(String stated) {
        headers.add("ce-source", stated);

        assertThatThrownBy(() -> CallHeaders.of(headers))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENVELOPE))
                .hasMessageContaining("The header ce-source is not percent-encoded UTF-8: write %25");
    }
}
