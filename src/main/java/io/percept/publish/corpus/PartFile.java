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

    private final Path whole;
    private final Path part;

    private PartFile(Path whole) {
        this.whole = whole;
        this.part = whole.resolveSibling(whole.getFileName() + ".part");
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
        return new PartFile(directory.resolve(name));
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
    }

    void discard() throws IOException {
        Files.deleteIfExists(part);
    }
}
