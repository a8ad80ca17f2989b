package io.percept.intake.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory for one broker, until it is closed or the process has ended. Kafka has a lock of its own, which it takes too
 * late: by then a second broker has the log of the metadata open, and writes to it. The file stays where it is; the lock on it
 * counts.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "percept.lock";

    /** Those that brokers of this process have: the system's lock is the process's, and would be gone with any closing of the file. */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the directory, and makes it where it is missing.
     *
     * @throws IllegalStateException where another broker has it, be it of this process or of another, or where it cannot be written
     */
    static DirectoryLock take(Path directory) {
        try {
            Path real = Files.createDirectories(directory).toRealPath();
            if (TAKEN.add(real)) {
                Optional<FileChannel> locked = Optional.empty();
                try {
                    locked = locked(real.resolve(FILE));
                } finally {
                    if (locked.isEmpty()) {
                        TAKEN.remove(real);
                    }
                }
                if (locked.isPresent()) {
                    return new DirectoryLock(real, locked.get());
                }
            }
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

    /** Empty where another process has the lock. */
    private static Optional<FileChannel> locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            return locked ? Optional.of(channel) : Optional.empty();
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            TAKEN.remove(directory);
        }
    }
}
