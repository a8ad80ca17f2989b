package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

    /** Where a text in the source goes on in the next literal. */
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private static final Pattern RAISED = Pattern.compile("\\braise (percept(?:\\.[a-z-]+)+)");

    @ParameterizedTest
    @EnumSource
    void shouldBeExplainedInTheDocuments(ErrorCode code) throws IOException {
        assertThat(document()).contains("| `" + code + "` |");
    }

    @Test
    void shouldBeExplainedWithEveryKeyThatAMessageSaysToRaise() throws IOException {
        String document = document();

        assertThat(keysToRaise())
                .contains("percept.resolve.max-images", "percept.worker.waiting-plans")
                .allSatisfy(key -> assertThat(document).contains("`" + key + "`"));
    }

    private static Set<String> keysToRaise() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Path source : sources()) {
            String text = JOINT.matcher(Files.readString(source)).replaceAll("");
            RAISED.matcher(text).results().map(raised -> raised.group(1)).forEach(keys::add);
        }
        return keys;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("docs/errors.md"));
    }
}
