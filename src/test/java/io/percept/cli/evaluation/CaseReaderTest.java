package io.percept.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseReaderTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadACaseWithTheIdOfANumber() {
        EvaluationCase read = parse("{'id': 7, 'content': [{'text': 'a'}], 'task': {'type': 'answer'}, 'expect': {}}");

        assertThat(read.id()).isEqualTo("7");
        assertThat(read.texts()).containsExactly("a");
        assertThat(read.fault()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing|line 3|no JSON",
                "{'id': 'a', 'x': NaN}|line 3|no JSON",
                "[1]|line 3|no JSON object",
                "{'id': 'a', 'task': {}, 'expect': {}}|a|no 'content'",
                "{'id': 1.5, 'content': [], 'task': {'type': 'x'}, 'expect': {}}|line 3|'id'",
                "{'id': 'a', 'content': [{'text': 1}], 'task': {'type': 'x'}, 'expect': {}}|a|'content'",
                "{'id': 'a', 'content': [], 'task': {}, 'expect': {}}|a|'task'",
                "{'id': 'a', 'content': [], 'task': {'type': 'x'}, 'expect': []}|a|'expect'",
                "{'id': 'a', 'content': [], 'task': {'type': 'x'}, 'expect': {}, 'figure': 1}|a|'figure'"
            })
    void shouldSayWhatIsWrongWithALineAndKnowItByItsIdOrPlace(String line, String id, String fault) {
        EvaluationCase read = parse(line);

        assertThat(read.id()).isEqualTo(id);
        assertThat(read.fault()).get().asString().contains(fault);
    }

    @Test
    void shouldGoOnAfterALineThatIsBroken() throws IOException {
        Files.writeString(
                folder.resolve("cases.jsonl"),
                "broken\n\n{\"id\": \"a\", \"content\": [], \"task\": {\"type\": \"answer\"}, \"expect\": {}}\n");

        assertThat(CaseReader.read(folder)).extracting(EvaluationCase::id).containsExactly("line 1", "a");
    }

    @Test
    void shouldRefuseASetWithoutCases() throws IOException {
        Files.writeString(folder.resolve("cases.jsonl"), "\n");

        assertThatThrownBy(() -> CaseReader.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cases.jsonl has no cases");
    }

    private static EvaluationCase parse(String line) {
        return CaseReader.parse(line.replace('\'', '"'), "line 3");
    }
}
