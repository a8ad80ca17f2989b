package io.percept.resolve.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.resolve.load.LoadedDocument;
import io.percept.resolve.load.LoadedDocument.PageName;
import io.percept.resolve.load.Piece;
import io.percept.vision.ContentDigest;
import io.percept.vision.Fixtures;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorpusFiltersTest {

    private static final String GIBBERISH = "asdkfjh qwrtzp xcvbnm sdfghjk qwrtp";
    private static final CorpusRules ALL = new CorpusRules(1, Set.of("en"), 64, true, true);

    private final Map<String, Integer> counts = new HashMap<>();

    @Test
    void shouldLeaveOutWhatTheRulesName() {
        LoadedDocument kept = filters(ALL)
                .apply(document(
                        text("A dog ran."),
                        picture(63, false),
                        picture(64, false),
                        picture(99, true),
                        text(GIBBERISH)));

        assertThat(kept.pieces()).hasSize(2);
        assertThat(kept.pictures()).singleElement().satisfies(picture -> assertThat(
                        picture.frames().representativeImage().sourceWidth())
                .isEqualTo(64));
        assertThat(kept.record().filtered())
                .containsExactly(Map.entry("gibberish", 1), Map.entry("one-colour", 1), Map.entry("small-image", 1));
        assertThat(kept.record().skipped())
                .extracting(SkippedImage::reason)
                .containsExactly(Reason.SMALL_IMAGE, Reason.ONE_COLOUR);
        assertThat(counts).isEqualTo(kept.record().filtered());
    }

    @Test
    void shouldChangeNothingWithoutRules() {
        LoadedDocument document = document(text(GIBBERISH), picture(1, true));

        assertThat(filters(CorpusRules.NONE).apply(document)).isSameAs(document);
    }

    @Test
    void shouldRefuseADocumentInAnotherLanguage() {
        LoadedDocument german = document(text("ein Satz"));

        assertThatThrownBy(() -> new CorpusFilters(ALL, text -> Optional.of("de"), counts::put).apply(german))
                .isInstanceOfSatisfying(FilteredException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.FILTERED);
                    assertThat(refused.filter()).isEqualTo("language");
                })
                .hasMessageContaining("language de");
        assertThat(counts).containsExactly(Map.entry("language", 1));
    }

    @Test
    void shouldKeepADocumentOfWhichTheLanguageCannotBeTold() {
        assertThat(new CorpusFilters(ALL, text -> Optional.empty(), counts::put)
                        .apply(document(text("ok")))
                        .pieces())
                .hasSize(1);
    }

    @Test
    void shouldKnowALanguageInCapitals() {
        CorpusFilters english = filters(new CorpusRules(1, Set.of("EN"), 1, false, false));

        assertThat(english.apply(document(text("A dog ran."))).pieces()).hasSize(1);
    }

    @Test
    void shouldRefuseALanguageInWhichNoTextIsEverFoundToBe() {
        assertThatThrownBy(() -> new CorpusRules(1, Set.of("en", "sv"), 1, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the language 'sv'")
                .hasMessageContaining("among [ar, de, en, es, fa, fr, hi, id, it, ja, ko, nl, pl, pt, ru, tr, vi, zh]");
    }

    @Test
    void shouldKeepTheSameHalfOfThePagesWithOneImageAtEveryTry() {
        CorpusFilters half = filters(new CorpusRules(0.5, Set.of(), 1, false, false));

        List<Boolean> first =
                IntStream.range(0, 400).mapToObj(i -> isKept(half, i)).toList();
        List<Boolean> again =
                IntStream.range(0, 400).mapToObj(i -> isKept(half, i)).toList();

        assertThat(first).isEqualTo(again);
        assertThat(first.stream().filter(kept -> kept).count()).isBetween(160L, 240L);
    }

    @Test
    void shouldKeepEveryPageWithMoreImages() {
        CorpusFilters none = filters(new CorpusRules(0, Set.of(), 1, false, false));

        assertThat(none.apply(page(text("a"), picture(9, false), picture(9, false)))
                        .pictures())
                .hasSize(2);
        assertThatThrownBy(() -> none.apply(page(text("a"), picture(9, false)))).hasMessageContaining("one image");
        assertThat(none.apply(document(text("a chat"), picture(9, false))).pictures())
                .hasSize(1);
    }

    private static boolean isKept(CorpusFilters filters, int number) {
        try {
            return !filters.apply(page(text("page " + number), picture(9, false)))
                    .pieces()
                    .isEmpty();
        } catch (FilteredException e) {
            return false;
        }
    }

    private CorpusFilters filters(CorpusRules rules) {
        return new CorpusFilters(rules, text -> Optional.of("en"), counts::put);
    }

    private static LoadedDocument document(Piece... pieces) {
        return new LoadedDocument(List.of(pieces), Optional.empty(), DocumentRecord.NONE);
    }

    private static LoadedDocument page(Piece... pieces) {
        return new LoadedDocument(
                List.of(pieces), Optional.of(new PageName("https://a.example", "A")), DocumentRecord.NONE);
    }

    private static Piece text(String text) {
        return new Piece.Text(text, Optional.empty());
    }

    private static Piece picture(int width, boolean oneColour) {
        byte[] rgb = {1, 1, 1, (byte) (oneColour ? 1 : 99), 1, 1};
        PreparedImage image = new PreparedImage(new ContentDigest("a" + width), ImageFormat.PNG, width, 100, rgb);
        return new Piece.Picture(
                new Segment.Image(new ImageSource.Address("https://a.example/" + width), ""),
                Fixtures.still(image),
                Optional.empty(),
                Optional.empty());
    }
}
