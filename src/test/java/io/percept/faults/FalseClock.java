package io.percept.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process, put forward and back while it runs, by libfaketime (package {@code faketime} of Debian). The monotonic
 * clock stays as it is, as it does when an operator or NTP sets the clock.
 */
final class FalseClock {

    private final Path library;
    private final Path setting;

    private FalseClock(Path library, Path setting) {
        this.library = library;
        this.setting = setting;
    }

    /** Empty where the library is not installed. @param setting file that holds what is added to the clock */
    static Optional<FalseClock> at(Path setting) {
        try (Stream<Path> directories = Files.list(Path.of("/usr/lib"))) {
            return directories
                    .map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> new FalseClock(library, setting.toAbsolutePath()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", setting.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1");
    }

    /** @param seconds that the clock is ahead of the true one; below zero: behind */
    void set(long seconds) {
        try {
            Path next = setting.resolveSibling(setting.getFileName() + ".next");
            Files.writeString(next, "%+d\n".formatted(seconds));
            Files.move(next, setting, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
