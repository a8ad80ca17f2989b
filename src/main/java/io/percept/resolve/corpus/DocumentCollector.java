package io.percept.resolve.corpus;

import io.percept.contract.ImageEvent;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.InterleavedDocument.TextPiece;
import io.percept.resolve.load.DocumentLoader;
import io.percept.resolve.load.LoadedDocument;
import io.percept.resolve.load.LoadedDocument.PageName;
import io.percept.resolve.load.Piece;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes interleaved documents of events. Thread-safe. */
public final class DocumentCollector {

    private final DocumentLoader loader;
    private final CorpusFilters filters;
    private final LanguageGuess languages;
    private final boolean embedsImages;

    /**
     * @param loader one that keeps the files of images
     * @param languages tells what the documents are marked with
     * @param embedsImages whether documents hold the bytes also of images that have an address
     */
    public DocumentCollector(
            DocumentLoader loader, CorpusFilters filters, LanguageGuess languages, boolean embedsImages) {
        this.loader = loader;
        this.filters = filters;
        this.languages = languages;
        this.embedsImages = embedsImages;
    }

    /**
     * The document of an event.
     *
     * @return fails with a {@link FilteredException} where a rule keeps it out, or with what is wrong with it
     */
    public CompletableFuture<InterleavedDocument> collect(ImageEvent event) {
        return loader.load(event.segments(), event.priority())
                .thenApply(loaded -> document(event, filters.apply(loaded)));
    }

    private InterleavedDocument document(ImageEvent event, LoadedDocument loaded) {
        List<InterleavedDocument.Piece> pieces = new ArrayList<>();
        for (Piece piece : loaded.pieces()) {
            switch (piece) {
                case Piece.Text text -> {
                    if (!text.text().isBlank()) {
                        pieces.add(new TextPiece(text.text(), speaker(piece), time(piece)));
                    }
                }
                case Piece.Picture picture -> pieces.add(picture(picture));
            }
        }
        int images = loaded.pictures().size();
        return new InterleavedDocument(
                event.id(),
                event.source(),
                event.time(),
                loaded.page().map(PageName::url).orElse(""),
                loaded.page().map(PageName::title).orElse(""),
                languages.of(loaded.text()).orElse(""),
                pieces,
                loaded.record().holding(pieces.size() - images, images),
                event.attributes());
    }

    private PicturePiece picture(Piece.Picture picture) {
        byte[] file = picture.encoded().orElseThrow();
        PreparedImage image = picture.frames().representativeImage();
        return new PicturePiece(
                picture.address(),
                ContentDigest.of(file).hex(),
                image.format().mediaType(),
                image.sourceWidth(),
                image.sourceHeight(),
                picture.frames().total(),
                picture.image().alt(),
                picture.image().context(),
                embedsImages || picture.address().isEmpty() ? Optional.of(file) : Optional.empty(),
                speaker(picture),
                time(picture));
    }

    private static String speaker(Piece piece) {
        return piece.turn().map(Piece.Turn::speaker).orElse("");
    }

    private static Optional<Instant> time(Piece piece) {
        return piece.turn().flatMap(Piece.Turn::time);
    }
}
