package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example events are what people copy: each must be an event, and together they show every task. */
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

    private ImageEvent read(Path example) {
        try {
            return codec.read(Files.readAllBytes(example), Map.of(), "unnamed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
