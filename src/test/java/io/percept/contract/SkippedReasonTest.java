package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkippedReasonTest {

    @ParameterizedTest
    @EnumSource(SkippedImage.Reason.class)
    void shouldBeExplainedInTheDocuments(SkippedImage.Reason reason) throws IOException {
        assertThat(Files.readString(Path.of("docs/documents.md"))).contains("`" + reason.code() + "`");
    }
}
