package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.SkippedImage.Reason;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of a document counts as not looked at. */
class UnseenImagesTest {

    @Test
    void shouldNameByReasonAndAddressWhatAReaderMaySee() {
        assertThat(UnseenImages.of(lacking(
                        new SkippedImage(Reason.BROKEN, "https://a.example/gone.png", "A cat", "status 404"),
                        new SkippedImage(Reason.MAX_IMAGES, "https://a.example/6.png", ""),
                        new SkippedImage(Reason.SVG, "/plan.svg", ""),
                        new SkippedImage(Reason.NO_ADDRESS, "", ""))))
                .containsExactly(
                        "broken: https://a.example/gone.png",
                        "max-images: https://a.example/6.png",
                        "svg: /plan.svg",
                        "no-address");
    }

    @Test
    void shouldNotCountWhatIsNoContent() {
        SkippedImage[] decoration = Stream.of(
                        Reason.INLINE_SVG,
                        Reason.SPACER,
                        Reason.HIDDEN,
                        Reason.PRESENTATION,
                        Reason.SMALL_IMAGE,
                        Reason.ONE_COLOUR)
                .map(reason -> new SkippedImage(reason, "/dot.gif", ""))
                .toArray(SkippedImage[]::new);

        assertThat(UnseenImages.of(lacking(decoration))).isEmpty();
    }

    @Test
    void shouldCountWhatItDoesNotName() {
        List<SkippedImage> many = Collections.nCopies(40, new SkippedImage(Reason.MAX_IMAGES, "/a.png", ""));

        assertThat(UnseenImages.of(DocumentRecord.NONE.withSkipped(many)))
                .hasSize(33)
                .endsWith("more: 8");
    }

    @Test
    void shouldCountWhatThePageLeftOutWithoutListingIt() {
        DocumentRecord record =
                DocumentRecord.NONE.withFiltered(Reason.MAX_IMAGES.code(), 3).withFiltered(DocumentRecord.UNLISTED, 3);

        assertThat(UnseenImages.of(record)).containsExactly("more: 3");
    }

    @Test
    void shouldCutAnAddress() {
        String address = "https://a.example/" + "a".repeat(8_000);

        assertThat(UnseenImages.of(lacking(new SkippedImage(Reason.BROKEN, address, ""))))
                .singleElement()
                .asString()
                .hasSize("broken: ".length() + UnseenImages.LONGEST_ADDRESS);
    }

    @Test
    void shouldSayOfAnAnimationHowManyOfItsFramesWereSeen() {
        assertThat(UnseenImages.of(lacking(
                        new SkippedImage(Reason.FRAMES, "", "A cat", "4 of 120 seen"),
                        new SkippedImage(Reason.FRAMES, "https://a.example/cat.gif", "", "1 of 12 seen"))))
                .containsExactly("frames: 4 of 120 seen", "frames: 1 of 12 seen, https://a.example/cat.gif");
    }

    private static DocumentRecord lacking(SkippedImage... images) {
        return DocumentRecord.NONE.withSkipped(List.of(images));
    }
}
