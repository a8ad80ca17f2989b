package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example events are what people copy: each must be an event, and together they show every task and option. */
class ExampleEventsTest {

    private final EventCodec codec = new EventCodec(List.of("caption"));

    static Stream<Path> examples() throws IOException {
        return Files.list(Path.of("schemas/examples"))
                .filter(file -> file.toString().endsWith(".json"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldBeAnEventWhoseTasksCanAllBeRead(Path example) {
        assertThat(read(example).tasks()).noneMatch(Task.Unreadable.class::isInstance);
    }

    @Test
    void shouldShowEveryTask() throws IOException {
        List<String> kinds = io.percept.contract.v1.Task.getDescriptor().getOneofs().get(0).getFields().stream()
                .map(field -> field.getName())
                .toList();

        assertThat(examples().flatMap(example -> read(example).tasks().stream()).map(Task::type))
                .containsAll(kinds);
    }

    @Test
    void shouldShowEveryOptionOfATask() throws IOException {
        Set<String> options = new TreeSet<>();
        optionsOf(io.percept.contract.v1.Task.getDescriptor(), options);
        Set<String> shown = new TreeSet<>();
        for (Path example : examples().toList()) {
            var event = io.percept.contract.v1.ImageEvent.newBuilder();
            JsonFormat.parser().merge(Files.readString(example), event);
            event.getTasksList().forEach(task -> setIn(task, shown));
        }

        assertThat(shown).containsAll(options);
    }

    /** The fields of a message and of those within it, segments aside. */
    private static void optionsOf(Descriptor message, Set<String> options) {
        for (FieldDescriptor field : message.getFields()) {
            boolean fresh = options.add(field.getFullName());
            if (fresh && isOption(field)) {
                optionsOf(field.getMessageType(), options);
            }
        }
    }

    private static void setIn(Message message, Set<String> shown) {
        message.getAllFields().forEach((field, value) -> {
            shown.add(field.getFullName());
            if (isOption(field)) {
                List<?> values = field.isRepeated() ? (List<?>) value : List.of(value);
                values.forEach(each -> setIn((Message) each, shown));
            }
        });
    }

    private static boolean isOption(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isMapField()
                && !Set.of("Segment", "Image").contains(field.getMessageType().getName());
    }

    private ImageEvent read(Path example) {
        try {
            return codec.read(Files.readAllBytes(example), Map.of(), "unnamed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
