package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.fuzz.Cost;
import io.percept.resolve.page.PageContent;
import io.percept.resolve.page.PageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedPageTest {

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveAnImageThatDoesNotFitAnyMoreAsThePageNamesIt() throws IOException {
        Files.write(folder.resolve("first.png"), new byte[300]);
        Files.write(folder.resolve("second.png"), new byte[300]);
        Files.write(folder.resolve("third.png"), new byte[100]);

        SavedPage page = SavedPage.read(
                write("<img src='first.png'><img src='second.png'><img src='third.png'>", StandardCharsets.UTF_8), 400);

        assertThat(page.html())
                .contains("src=\"second.png\"")
                .doesNotContain("first.png", "third.png")
                .containsOnlyOnce("src=\"data:image/png;base64," + "A".repeat(400) + "\"");
    }

    @Test
    void shouldHaveWhatDoesNotFitReportedAsLeftOut() throws IOException {
        Files.write(folder.resolve("first.png"), new byte[300]);
        Files.write(folder.resolve("second.png"), new byte[300]);

        SavedPage page = SavedPage.read(
                write("<p>a</p><img src='first.png'><img src='second.png' alt='A light'>", StandardCharsets.UTF_8),
                400);

        PageContent content = read(page);
        assertThat(content.segments()).hasSize(2);
        assertThat(content.skipped()).containsExactly(new SkippedImage(Reason.NO_ADDRESS, "second.png", "A light"));
    }

    @Test
    void shouldRefuseAPageThatIsTooLongToBeParsed() throws IOException {
        Path file = write("<b></b>".repeat(50_001), StandardCharsets.UTF_8);

        PerceptException refused = catchThrowableOfType(PerceptException.class, () -> SavedPage.read(file));

        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LONG);
        assertThat(refused).hasMessageContaining("100002 tags");
    }

    /** To write a run of capital sigmas in small letters takes the square of it. */
    @ParameterizedTest
    @Timeout(20)
    @ValueSource(strings = {"<a%s>", "<p %s=1>", "<!DOCTYPE %s>"})
    void shouldNotTakeLongForANameOfSigmas(String html) throws IOException {
        Path file = write(html.formatted("Σ".repeat(100_000)) + "<p>the end", StandardCharsets.UTF_8);

        Cost.keepBelow(500 << 20, Duration.ofSeconds(2), () -> assertThat(
                        readWhole(file).html())
                .contains("the end"));
    }

    @Test
    void shouldBeReadByItsBaseElementHoweverLongThatIs() throws IOException {
        String base = "https://cdn.example/" + "a".repeat(1_000) + "/";

        SavedPage page = SavedPage.read(
                write("<base href='" + base + "'><p>a</p><img src='light.png'>", StandardCharsets.UTF_8));

        assertThat(((Segment.Image) read(page).segments().getLast()).source())
                .isEqualTo(new ImageSource.Address(base + "light.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-8", "UTF-16"})
    void shouldReadAPageInTheCharactersThatItNames(String charset) throws IOException {
        SavedPage page = SavedPage.read(write("<meta charset='" + charset + "'><p>Häfen", Charset.forName(charset)));

        assertThat(page.html()).contains("<p>Häfen</p>");
    }

    @Test
    void shouldReadAPageWithoutTheMarkOfItsBytes() throws IOException {
        SavedPage page = SavedPage.read(write("\uFEFF<p>Häfen", StandardCharsets.UTF_8));

        assertThat(page.html()).contains("<p>Häfen</p>").doesNotContain("\uFEFF");
    }

    private Path write(String html, Charset charset) throws IOException {
        return Files.writeString(folder.resolve("page.html"), html, charset);
    }

    private static SavedPage readWhole(Path file) {
        try {
            return SavedPage.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageContent read(SavedPage page) {
        return new PageReader(5, 640).read(new Segment.Page(page.html(), page.url()));
    }
}
