package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.v1.ImageEvent;
import io.percept.contract.v1.Task;
import io.percept.fuzz.Cost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormEventsTest {

    @Test
    void shouldReadKindsSeparatedByCommas() throws Exception {
        assertThat(tasks(" caption , moderate "))
                .extracting(Task::getKindCase)
                .containsExactly(Task.KindCase.CAPTION, Task.KindCase.MODERATE);
    }

    @Test
    void shouldReadTasksInJson() throws Exception {
        assertThat(tasks("[{\"answer\": {\"question\": \"what?\"}}]")
                        .getFirst()
                        .getAnswer()
                        .getQuestion())
                .isEqualTo("what?");
    }

    @Test
    void shouldLeaveTheTasksToTheConfigurationWhereThereAreNone() throws Exception {
        assertThat(tasks(" ")).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNeitherInASentence() {
        assertThatThrownBy(() -> tasks("caption,,moderate"))
                .isInstanceOf(PerceptException.class)
                .hasMessageContaining("neither a list of kinds");
    }

    @Test
    void shouldReadAsManyTasksAsAnEventMayHave() throws Exception {
        assertThat(tasks("caption" + ", caption".repeat(63))).hasSize(64);
    }

    @Test
    void shouldRefuseMoreKindsThanAnEventMayHaveTasks() {
        assertRefused("caption" + ", caption".repeat(50_000), "more than 64 tasks");
    }

    @Test
    void shouldRefuseMoreTasksInJsonThanAnEventMayHave() {
        assertRefused("[{}" + ", {}".repeat(50_000) + "]", "more than 64 tasks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        %s                                                | neither a list of kinds
        [%s]                                              | neither a list of kinds
        [{"caption": {}, "options": {"maxTokens": %s}}]   | more than a thousand digits
        [{"caption": {}, "options": {"maxTokens": "%s"}}] | more than a thousand digits
        """)
    void shouldRefuseANumberOfAMillionDigits(String form, String message) {
        String field = form.formatted("9".repeat(1_000_000));

        Cost.keepBelow(100L << 20, Duration.ofSeconds(3), () -> assertRefused(field, message));
    }

    @Test
    void shouldTakeNothingFromTheTasksButTasks() {
        assertRefused("[], \"segments\": [{\"text\": \"b\"}]", "neither a list of kinds");
    }

    private static void assertRefused(String field, String message) {
        assertThatThrownBy(() -> tasks(field))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENVELOPE))
                .hasMessageContaining(message);
    }

    private static List<Task> tasks(String field) throws InvalidProtocolBufferException {
        return ImageEvent.parseFrom(FormEvents.write(List.of(), "text", field, "", "one"))
                .getTasksList();
    }
}
