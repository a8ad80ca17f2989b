package io.percept.engine.tensorrt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and directories under names of the moment, beside those that they become once they are whole. They have the modes of any
 * other file, which the umask decides: Java's own temporary files are for their user alone, and would stay so under their last
 * name, where a service of another user reads them.
 */
final class UnfinishedFiles {

    private static final System.Logger LOG = System.getLogger(UnfinishedFiles.class.getName());

    private static final String DIRECTORY = "building-";
    private static final String FILE = "writing-";
    private static final String EITHER = "{building,writing}-*";

    /** No build takes so long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private UnfinishedFiles() {}

    /** A new directory. */
    static Path directory(Path parent) throws IOException {
        return Files.createDirectory(parent.resolve(DIRECTORY + UUID.randomUUID()));
    }

    /** A new empty file. */
    static Path file(Path parent) throws IOException {
        return Files.createFile(parent.resolve(FILE + UUID.randomUUID()));
    }

    /**
     * Removes what processes that were killed have left in a directory: whatever was not written to for a day. What cannot be
     * removed stays, with a warning.
     */
    static void removeAbandoned(Path parent, Instant now) {
        FileTime latest = FileTime.from(now.minus(ABANDONED));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, EITHER)) {
            for (Path each : found) {
                removeBefore(each, latest);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.WARNING, "What builds left in {0} cannot be looked for: {1}", parent, e);
        }
    }

    private static void removeBefore(Path file, FileTime latest) {
        try {
            if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).compareTo(latest) < 0) {
                remove(file);
                LOG.log(System.Logger.Level.INFO, "Removed {0}, which a build left behind that did not end", file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A build that did not end left {0} behind, which cannot be removed: {1}",
                    file,
                    e);
        }
    }

    /** Removes a file, or a directory with all that is in it, where there is one. */
    static void remove(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(file)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
