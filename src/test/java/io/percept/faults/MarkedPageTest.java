package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedPageTest {

    @TempDir
    Path directory;

    @Test
    void shouldReplaceWhatIsBetweenItsMarkersAndNothingElse() throws Exception {
        Path page = Files.writeString(
                directory.resolve("page.md"), "before\n<!-- faults:begin -->\nold\n<!-- faults:end -->\nafter\n");

        MarkedPage.replace(page, "faults", "new\n");

        assertThat(page).hasContent("before\n<!-- faults:begin -->\nnew\n<!-- faults:end -->\nafter\n");
    }

    @Test
    void shouldRefuseAPageWithoutItsMarkers() throws Exception {
        Path page = Files.writeString(directory.resolve("page.md"), "<!-- soak:begin -->\n<!-- soak:end -->\n");

        assertThatThrownBy(() -> MarkedPage.replace(page, "faults", "new\n")).hasMessageContaining("faults:begin");
    }
}
