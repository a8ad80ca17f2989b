package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.PerceptException;
import io.percept.contract.v1.ImageEvent;
import io.percept.contract.v1.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void shouldReadAListOfAnyLength() throws Exception {
        assertThat(tasks("caption" + ", caption".repeat(50_000))).hasSize(50_001);
    }

    private static List<Task> tasks(String field) throws InvalidProtocolBufferException {
        return ImageEvent.parseFrom(FormEvents.write(List.of(), "text", field, "", "one"))
                .getTasksList();
    }
}
