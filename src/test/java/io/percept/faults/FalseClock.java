package io.percept.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The wall clock of a process, put forward and back while it runs, by a library that stands before the C library's own clock
 * ({@code faults/clock.c} in the test resources). The monotonic clock stays true, as it does when an operator or NTP sets the clock.
 */
final class FalseClock {

    private static final Path SOURCE = Path.of("src", "test", "resources", "faults", "clock.c");

    private final Path library;
    private final Path setting;

    /**
     * Compiles the library.
     *
     * @param directory of the library and of the clock's setting
     * @throws IllegalStateException with the reason where it cannot be compiled here
     */
    FalseClock(Path directory) {
        library = directory.toAbsolutePath().resolve("clock.so");
        setting = directory.toAbsolutePath().resolve("clock");
        try {
            Files.createDirectories(directory);
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), SOURCE.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes());
            if (!compiler.waitFor(1, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
                throw new IllegalStateException("cc could not compile " + SOURCE + ": " + said);
            }
            set(0);
        } catch (IOException e) {
            throw new IllegalStateException("No C compiler (cc) for a clock that can be set: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAULTS_CLOCK", setting.toString());
    }

    /** @param seconds that the clock is ahead of the true one; below zero: behind */
    void set(long seconds) {
        try (var file = Files.newByteChannel(setting, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putLong(0, seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
