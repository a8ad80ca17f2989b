package io.percept.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a command finds in a folder that was named to it. */
final class FolderFiles {

    private FolderFiles() {}

    /**
     * The files in a folder and the folders in it, in order.
     *
     * @param meant which files
     * @throws IllegalArgumentException where it cannot be looked through, or a folder in it cannot
     */
    static List<Path> in(Path folder, Predicate<Path> meant) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).filter(meant).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(folder + " cannot be looked through: " + e.getMessage(), e);
        }
    }
}
