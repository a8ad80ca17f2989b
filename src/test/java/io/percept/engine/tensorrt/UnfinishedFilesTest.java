package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path plans;

    @Test
    void shouldMakeFilesThatOthersMayReadAsAnyOther() throws IOException {
        Path other = Files.createFile(plans.resolve("other"));

        assertThat(Files.getPosixFilePermissions(UnfinishedFiles.file(plans)))
                .isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void shouldMakeDirectoriesThatOthersMayReadAsAnyOther() throws IOException {
        Path other = Files.createDirectory(plans.resolve("other"));

        assertThat(Files.getPosixFilePermissions(UnfinishedFiles.directory(plans)))
                .isEqualTo(Files.getPosixFilePermissions(other));
    }

    @Test
    void shouldRemoveWhatBuildsHaveLeftForMoreThanADay() throws IOException {
        Path build = UnfinishedFiles.directory(plans);
        Files.writeString(build.resolve("encoder.plan"), "half");
        Path file = UnfinishedFiles.file(plans);
        age(build, Duration.ofHours(25));
        age(file, Duration.ofHours(25));

        UnfinishedFiles.removeAbandoned(plans, NOW);

        assertThat(plans).isEmptyDirectory();
    }

    @Test
    void shouldLeaveBuildsThatMayStillGoOn() throws IOException {
        Path build = UnfinishedFiles.directory(plans);
        age(build, Duration.ofHours(23));

        UnfinishedFiles.removeAbandoned(plans, NOW);

        assertThat(build).isDirectory();
    }

    @Test
    void shouldLeavePlansHoweverOld() throws IOException {
        Path kept = Files.createDirectory(plans.resolve("trt10.15.1-sm90-fp32-1"));
        Path timings = Files.createFile(plans.resolve("timings-trt10.15.1-sm90"));
        age(kept, Duration.ofDays(100));
        age(timings, Duration.ofDays(100));

        UnfinishedFiles.removeAbandoned(plans, NOW);

        assertThat(kept).isDirectory();
        assertThat(timings).isRegularFile();
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
