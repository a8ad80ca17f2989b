package io.percept.engine.tensorrt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory to and from files, piece by piece, because a buffer of Java's ends at two gigabytes and a plan may not. */
final class NativeFiles {

    private static final long PIECE = 1 << 28;

    private NativeFiles() {}

    /** Writes a file that is there whole or not at all. */
    static void write(Pointer memory, long size, Path file) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path partial = UnfinishedFiles.file(directory);
        try {
            fill(partial, memory, size);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void fill(Path file, Pointer memory, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            BytePointer bytes = new BytePointer(memory);
            for (long at = 0; at < size; at += PIECE) {
                ByteBuffer piece = piece(bytes, at, size);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
            }
        }
    }

    /** Reads a whole file; the caller closes what it gets. */
    static BytePointer read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            BytePointer bytes = new BytePointer(size);
            for (long at = 0; at < size; at += PIECE) {
                ByteBuffer piece = piece(bytes, at, size);
                while (piece.hasRemaining()) {
                    if (channel.read(piece) < 0) {
                        throw new EOFException(file + " became shorter while it was read");
                    }
                }
            }
            return bytes.position(0).limit(size);
        }
    }

    private static ByteBuffer piece(BytePointer bytes, long at, long size) {
        return new BytePointer(bytes)
                .position(at)
                .limit(Math.min(size, at + PIECE))
                .asByteBuffer();
    }
}
