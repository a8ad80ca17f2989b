package io.percept.resolve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ImageContext;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A news page as a browser saves it, with everything that such pages carry around and between what they are about. */
class SavedPageTest {

    private static final String SITE = "https://coast.example";
    private static final String TITLE = "The old harbour gets its light back";

    private final PageContent content = new PageReader(5, 640).read(page());

    @Test
    void shouldGiveTheTextsAndImagesOfTheArticleInOrder() {
        assertThat(content.segments())
                .extracting(SavedPageTest::brief)
                .containsExactly(
                        "The old harbour gets its light back – Coast Weekly\n"
                                + TITLE
                                + "\nBy Ada Marsh, 2 October 2026",
                        "[/img/light-800.webp] A white lighthouse at dusk",
                        "The light was lit again on Friday. Photo: J. Reed\n"
                                + "For nine years the harbour of Saltby had no light."
                                + " Boats found their way by the church and by luck.\n"
                                + "On Friday the lamp turned again,\n"
                                + "and half of the town came to see it.\n"
                                + "How it was mended\n"
                                + "The lens was ground anew by hand.",
                        "[/img/lens.jpg?w=900] Two hands polish a lens",
                        "The keeper has kept the old one. It stands in the hall.\n"
                                + "Come and see\n"
                                + "The tower is open on Sundays.",
                        "[/img/postcard.png] ",
                        "Tickets:",
                        "[/img/ticket.png] ",
                        "A sketch of the lens:",
                        "[data] Sketch");
    }

    @Test
    void shouldSayWhatStandsAroundEachImage() {
        assertThat(context(0))
                .isEqualTo(new ImageContext(
                        TITLE,
                        "The light was lit again on Friday. Photo: J. Reed",
                        "",
                        "",
                        "",
                        false,
                        false,
                        false,
                        1));
        assertThat(context(1)).isEqualTo(new ImageContext("How it was mended", "", "", "", "", false, false, false, 1));
        assertThat(context(2))
                .isEqualTo(new ImageContext(
                        "Come and see", "", "link", "Postcards of the lighthouse", "", true, false, true, 1));
        assertThat(context(3))
                .isEqualTo(new ImageContext("Come and see", "", "button", "Buy tickets", "", true, true, false, 1));
    }

    @Test
    void shouldNameTheImagesOfTheArticleThatWereLeftOut() {
        assertThat(content.skipped())
                .containsExactly(
                        new SkippedImage(Reason.INLINE_SVG, "", "Info"),
                        new SkippedImage(Reason.SPACER, "/img/spacer.gif", ""),
                        new SkippedImage(Reason.SVG, "/img/plan.svg", "Plan of the tower"),
                        new SkippedImage(Reason.MAX_IMAGES, SITE + "/img/light-800.jpg", "A sixth one"));
    }

    private ImageContext context(int image) {
        List<Segment.Image> images = content.segments().stream()
                .filter(Segment.Image.class::isInstance)
                .map(Segment.Image.class::cast)
                .toList();
        return images.get(image).context();
    }

    private static String brief(Segment segment) {
        if (!(segment instanceof Segment.Image image)) {
            return ((Segment.Text) segment).text();
        }
        String address = ((ImageSource.Address) image.source()).url();
        return "[" + (address.startsWith("data:") ? "data" : address.replace(SITE, "")) + "] " + image.alt();
    }

    private static Segment.Page page() {
        try (InputStream in = SavedPageTest.class.getResourceAsStream("/pages/harbour.html")) {
            return new Segment.Page(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8), SITE + "/2026/10/harbour.html");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
