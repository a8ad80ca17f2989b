package io.percept.cli;

import io.percept.contract.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The images that a command line names: files, addresses, and the image files within directories. */
final class Inputs {

    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "webp", "bmp");

    private Inputs() {}

    /** @throws IllegalArgumentException where a name is neither an address nor a file nor a directory that can be looked through */
    static List<String> expand(List<String> names) {
        List<String> expanded = new ArrayList<>();
        for (String name : names) {
            Path path = isAddress(name) ? null : Path.of(name);
            if (path == null || Files.isRegularFile(path)) {
                expanded.add(name);
            } else if (Files.isDirectory(path)) {
                FolderFiles.in(path, Inputs::isImage).forEach(file -> expanded.add(file.toString()));
            } else {
                throw new IllegalArgumentException(name + " is neither a file nor a directory nor an http(s) address.");
            }
        }
        return expanded;
    }

    /** Where the image of a name comes from; a file is read now. */
    static ImageSource source(String name) throws IOException {
        return isAddress(name)
                ? new ImageSource.Address(name)
                : new ImageSource.Content(Files.readAllBytes(Path.of(name)));
    }

    private static boolean isAddress(String name) {
        return name.startsWith("http://") || name.startsWith("https://") || name.startsWith("data:");
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
