package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFilesTest {

    @TempDir
    private Path folder;

    @Test
    void shouldFindWhatIsMeantInAllFoldersInOrder() throws IOException {
        Path last = Files.createFile(folder.resolve("z.png"));
        Path first = Files.createFile(
                Files.createDirectories(folder.resolve("a.png/b")).resolve("c.png"));
        Files.createFile(folder.resolve("notes.txt"));

        assertThat(FolderFiles.in(folder, file -> file.toString().endsWith(".png")))
                .containsExactly(first, last);
    }

    @Test
    void shouldSayThatAFolderIsNotThere() {
        Path none = folder.resolve("none");

        assertThatThrownBy(() -> FolderFiles.in(none, file -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(none + " cannot be looked through");
    }

    /** As with a folder that may not be read, which no folder is to the superuser. */
    @Test
    void shouldSayThatAFolderCannotBeLookedThroughToItsEnd() throws IOException {
        List<Path> files =
                List.of(Files.createFile(folder.resolve("a.png")), Files.createFile(folder.resolve("b.png")));

        assertThatThrownBy(() -> FolderFiles.in(folder, seen -> {
                    files.stream().filter(file -> !file.equals(seen)).forEach(FolderFilesTest::delete);
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder + " cannot be looked through");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
