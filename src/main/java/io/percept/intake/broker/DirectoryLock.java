package io.percept.intake.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory for one broker, until it is closed or the process has ended. Kafka has a lock of its own, which it takes too
 * late: by then a second broker has the log of the metadata open, and writes to it. The file stays where it is; the lock on it
 * counts.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "percept.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory, and makes it where it is missing.
     *
     * @throws IllegalStateException where another broker has it, be it of this process or of another, or where it cannot be written
     */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locks(channel)) {
                return new DirectoryLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The directory %s of the embedded broker cannot be locked: %s. Set percept.broker.directory to one that can be written."
                            .formatted(directory, e.getMessage()),
                    e);
        }
        throw new IllegalStateException(
                "The directory %s belongs to an embedded broker that is running: set percept.broker.directory to one of its own for each Percept, or spring.kafka.bootstrap-servers to use the broker that is there."
                        .formatted(directory));
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // A broker of this process has it.
            return false;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
