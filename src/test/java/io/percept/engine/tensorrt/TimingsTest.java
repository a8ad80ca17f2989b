package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingsTest {

    @TempDir
    private Path plans;

    @Test
    void shouldReadTheTimingsOfEarlierBuilds() throws IOException {
        Path file = Files.write(plans.resolve("timings"), new byte[] {1, 2, 3});

        assertThat(Timings.read(file)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldBeginWithNoneWhereThereIsNoFile() {
        assertThat(Timings.read(plans.resolve("timings"))).isEmpty();
    }

    /** A directory is what not even root can read as a file. */
    @Test
    void shouldBeginWithNoneWhereTheFileCannotBeRead() throws IOException {
        Path unreadable = Files.createDirectory(plans.resolve("timings"));

        assertThat(Timings.read(unreadable)).isEmpty();
    }
}
