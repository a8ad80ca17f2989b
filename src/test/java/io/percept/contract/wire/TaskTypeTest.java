package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.percept.contract.BoundingBox;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskTypeTest {

    private static final TaskOptions NONE = TaskOptions.NONE;

    @ParameterizedTest
    @MethodSource("tasks")
    void shouldBeTheNameOfTheFieldThatHoldsTheTask(Task task) {
        assertThat(TaskWriter.write(task).getOneofFieldDescriptor(kinds()).getName())
                .isEqualTo(task.type());
    }

    @Test
    void shouldBeDifferentForEveryKindThatThereIs() {
        assertThat(tasks().map(Task::type))
                .containsExactlyInAnyOrderElementsOf(kinds().getFields().stream()
                        .map(FieldDescriptor::getName)
                        .toList());
    }

    private static OneofDescriptor kinds() {
        return io.percept.contract.v1.Task.getDescriptor().getOneofs().getFirst();
    }

    private static Stream<Task> tasks() {
        return Stream.of(
                new Task.Caption("t", NONE),
                new Task.Describe("t", NONE),
                new Task.Ground("t", Optional.empty(), NONE),
                new Task.Refer("t", new Region.Relative(new BoundingBox(0, 0, 1, 1)), NONE),
                new Task.Answer("t", "what is this?", NONE),
                new Task.Moderate("t", List.of(), NONE),
                new Task.Choose("t", "", List.of(), NONE),
                new Task.AltText("t", List.of(), Task.AltText.DEFAULT_LENGTH, Optional.empty(), NONE));
    }
}
