package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.vision.codec.ImageLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadAFileThatHasAsManyBytesAsAreAllowed() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});

        assertThat(Inputs.source(file.toString(), new ImageLimits(3, 1)))
                .isInstanceOfSatisfying(ImageSource.Content.class, content -> assertThat(content.bytes())
                        .containsExactly(1, 2, 3));
    }

    @Test
    void shouldRefuseALargerFileInTheWordsOfTheResolver() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), new byte[10]);
        PerceptException resolvers =
                catchThrowableOfType(PerceptException.class, () -> new ImageLimits(9, 1).check(new byte[10]));

        PerceptException refused = refuse(file, 9);

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(refused).hasMessage(resolvers.getMessage());
    }

    /** Without its bytes: it takes no room on the disk. */
    @Test
    void shouldRefuseAFileThatNoArrayHoldsWhateverIsAllowed() throws IOException {
        Path file = folder.resolve("a.png");
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(3L << 30);
        }

        PerceptException refused = refuse(file, 4L << 30);

        assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
        assertThat(refused).hasMessageContaining("the image has " + (3L << 30) + " bytes");
    }

    @Test
    void shouldSayWhichFileCannotBeReadAndWhy() {
        Path gone = folder.resolve("gone.png");

        PerceptException refused = refuse(gone, 9);

        assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_FAILED);
        assertThat(refused)
                .hasMessageContaining("the file " + gone + " cannot be read")
                .hasMessageContaining("NoSuchFileException");
    }

    private static PerceptException refuse(Path file, long maxBytes) {
        return catchThrowableOfType(
                PerceptException.class, () -> Inputs.source(file.toString(), new ImageLimits(maxBytes, 1)));
    }
}
