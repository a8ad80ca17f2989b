package io.percept.resolve.corpus;

import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.resolve.load.LoadedDocument;
import io.percept.resolve.load.Piece;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Applies corpus rules to loaded documents. Images and texts are left out; a document in another language, or one of the pages
 * with a single image that are not kept, is refused as a whole. Thread-safe.
 */
public final class CorpusFilters {

    /** Names of what drops texts and documents; those that drop images are named as the reason is. */
    public static final String GIBBERISH = "gibberish";

    public static final String LANGUAGE = "language";
    public static final String SINGLE_IMAGE = "single-image";

    private final CorpusRules rules;
    private final LanguageGuess languages;
    private final BiConsumer<String, Integer> counter;

    /** @param counter is told of what each filter dropped */
    public CorpusFilters(CorpusRules rules, LanguageGuess languages, BiConsumer<String, Integer> counter) {
        this.rules = rules;
        this.languages = languages;
        this.counter = counter;
    }

    /**
     * The document without what the rules leave out, and with the record of it.
     *
     * @throws PerceptException {@link ErrorCode#FILTERED} where they keep the whole of it out
     */
    public LoadedDocument apply(LoadedDocument loaded) {
        loaded.record().filtered().forEach(counter);
        if (rules.equals(CorpusRules.NONE)) {
            return loaded;
        }
        List<Piece> kept = new ArrayList<>();
        List<SkippedImage> skipped = new ArrayList<>();
        int gibberish = 0;
        for (Piece piece : loaded.pieces()) {
            Optional<Reason> reason = piece instanceof Piece.Picture picture ? reason(picture) : Optional.empty();
            if (reason.isPresent()) {
                skipped.add(skipped(reason.get(), (Piece.Picture) piece));
            } else if (rules.dropsGibberish() && piece instanceof Piece.Text text && Gibberish.is(text.text())) {
                gibberish++;
            } else {
                kept.add(piece);
            }
        }
        DocumentRecord record = loaded.record().withSkipped(skipped).withFiltered(GIBBERISH, gibberish);
        for (Reason reason : List.of(Reason.SMALL_IMAGE, Reason.ONE_COLOUR)) {
            int count = (int)
                    skipped.stream().filter(image -> image.reason() == reason).count();
            record = record.withFiltered(reason.code(), count);
            count(reason.code(), count);
        }
        count(GIBBERISH, gibberish);
        LoadedDocument filtered = loaded.with(kept, record);
        refuseSingleImage(filtered);
        refuseLanguage(filtered);
        return filtered;
    }

    private void count(String filter, int count) {
        if (count > 0) {
            counter.accept(filter, count);
        }
    }

    private Optional<Reason> reason(Piece.Picture picture) {
        PreparedImage image = picture.frames().representativeImage();
        if (Math.min(image.sourceWidth(), image.sourceHeight()) < rules.minSide()) {
            return Optional.of(Reason.SMALL_IMAGE);
        }
        boolean empty = rules.dropsOneColour()
                && picture.frames().frames().stream()
                        .allMatch(frame -> frame.image().isOneColour());
        return empty ? Optional.of(Reason.ONE_COLOUR) : Optional.empty();
    }

    private static SkippedImage skipped(Reason reason, Piece.Picture picture) {
        PreparedImage image = picture.frames().representativeImage();
        String size = image.sourceWidth() + "x" + image.sourceHeight();
        return new SkippedImage(reason, picture.address(), picture.image().alt(), size);
    }

    /** Which of the pages with one image are kept is decided by their text, so it is the same at every try. */
    private void refuseSingleImage(LoadedDocument document) {
        if (rules.keepSingleImage() == 1
                || document.page().isEmpty()
                || document.pictures().size() != 1) {
            return;
        }
        String hex = ContentDigest.of(document.text().getBytes(StandardCharsets.UTF_8))
                .hex();
        double share = Long.parseLong(hex.substring(0, 8), 16) / (double) (1L << 32);
        if (share >= rules.keepSingleImage()) {
            throw refused(
                    SINGLE_IMAGE,
                    "the page holds one image, and of such pages only a share of " + rules.keepSingleImage()
                            + " is kept (page.keep-single-image)");
        }
    }

    private void refuseLanguage(LoadedDocument document) {
        if (rules.languages().isEmpty()) {
            return;
        }
        Optional<String> language = languages.of(document.text());
        if (language.isPresent() && !rules.languages().contains(language.get())) {
            throw refused(
                    LANGUAGE,
                    "its text is in the language " + language.get() + ", and only " + rules.languages()
                            + " are kept (page.languages)");
        }
    }

    private PerceptException refused(String filter, String why) {
        counter.accept(filter, 1);
        return new FilteredException(filter, why);
    }
}
