package io.percept.cli;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.vision.codec.ImageLimits;
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

    /**
     * Where the image of a name comes from; a file is read now.
     *
     * @param limits a file that is larger is refused unread
     * @throws PerceptException IMAGE_TOO_LARGE, or FETCH_FAILED where a file cannot be read
     */
    static ImageSource source(String name, ImageLimits limits) {
        return isAddress(name)
                ? new ImageSource.Address(name)
                : new ImageSource.Content(content(Path.of(name), limits));
    }

    private static byte[] content(Path file, ImageLimits limits) {
        try {
            limits.checkSize(Files.size(file));
            return Files.readAllBytes(file);
        } catch (IOException e) {
            // With the name of the failure, for of many it is all that says why.
            throw new PerceptException(
                    ErrorCode.FETCH_FAILED,
                    "the file " + file + " cannot be read (" + e + "); see whether it is there and may be read",
                    e);
        }
    }

    private static boolean isAddress(String name) {
        return name.startsWith("http://") || name.startsWith("https://") || name.startsWith("data:");
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
