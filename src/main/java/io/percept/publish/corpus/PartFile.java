package io.percept.publish.corpus;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * A file that is there, under its name, only when it is whole: until then its name ends in {@code .part}. Names begin with
 * what the files hold and the time, and differ between processes.
 */
final class PartFile {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Path whole;
    private final Path part;

    private PartFile(Path directory, String name) {
        this.directory = directory;
        this.whole = directory.resolve(name);
        this.part = directory.resolve(name + ".part");
    }

    static PartFile create(Path directory, String holds, String ending) throws IOException {
        Files.createDirectories(directory);
        String name = holds
                + '-'
                + TIME.format(Instant.now())
                + '-'
                + UUID.randomUUID().toString().substring(0, 8)
                + '.'
                + ending;
        return new PartFile(directory, name);
    }

    /** Where to write; closed again before {@link #finish}. */
    Path path() {
        return part;
    }

    void finish() throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        forceName();
    }

    /** The name is in the directory, which is written by itself: without that, a loss of power may leave the file its old name. */
    private void forceName() {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system forces a directory. The file is there by now, and after a failure would be written
            // again.
        }
    }

    void discard() throws IOException {
        Files.deleteIfExists(part);
    }
}
