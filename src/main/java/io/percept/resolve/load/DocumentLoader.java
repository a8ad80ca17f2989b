package io.percept.resolve.load;

import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.Futures;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.prompt.alttext.AltTextLint;
import io.percept.resolve.load.LoadedDocument.PageName;
import io.percept.resolve.load.Outline.Slot;
import io.percept.resolve.page.PageContent;
import io.percept.resolve.page.PageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Segments to loaded documents: pages are read, images loaded, all of a document at once. Immutable and thread-safe.
 *
 * <p>An image that cannot be had fails the document, with one exception: a page is still a page when one of its
 * pictures is missing, so its broken images are left out as long as one other image or none was there to begin with.
 */
public final class DocumentLoader {

    private final ImageLoader images;
    private final PageReader pages;
    private final int maxImages;

    /** @param maxImages that one document may hold */
    public DocumentLoader(ImageLoader images, PageReader pages, int maxImages) {
        this.images = images;
        this.pages = pages;
        this.maxImages = maxImages;
    }

    /** What loads the images. */
    public ImageLoader images() {
        return images;
    }

    /**
     * @param priority of its images: higher goes first, 0 is normal
     * @return fails with a {@link PerceptException} that names the image by its number
     */
    public CompletableFuture<LoadedDocument> load(List<Segment> segments, int priority) {
        return load(segments, priority, () -> {}, new CompletableFuture<>());
    }

    /**
     * The same.
     *
     * @param filesAreHere is told, once, on any thread, as soon as only pixels are missing: the files of all its images are there. Not told
     *     where there are none, or where one cannot be had
     * @param end of whoever wants the document, well or not: images that wait for a place to be fetched by then are not fetched
     */
    public CompletableFuture<LoadedDocument> load(
            List<Segment> segments, int priority, Runnable filesAreHere, CompletableFuture<?> end) {
        PageReader.checkTogether(segments);
        Outline outline = new Outline(pages);
        segments.forEach(outline::add);
        if (outline.images() > maxImages) {
            return CompletableFuture.failedFuture(new PerceptException(
                    ErrorCode.TOO_LONG,
                    "the document holds " + outline.images() + " images, at most " + maxImages
                            + " are taken; send fewer, or raise percept.resolve.max-images"));
        }
        MissingFiles files = new MissingFiles(outline.images(), filesAreHere);
        List<CompletableFuture<Loaded>> groups = new ArrayList<>();
        int number = 0;
        for (Outline.Group group : outline.groups()) {
            groups.add(load(group, number, priority, files, end));
            number += group.images();
        }
        return Futures.all(groups).thenApply(loaded -> document(outline, loaded));
    }

    /** The pieces of a group, and the images of it that are broken. */
    private record Loaded(List<Piece> pieces, List<SkippedImage> broken) {}

    private CompletableFuture<Loaded> load(
            Outline.Group group, int imagesBefore, int priority, MissingFiles files, CompletableFuture<?> end) {
        List<CompletableFuture<Piece>> pieces = new ArrayList<>();
        int number = imagesBefore;
        for (Slot slot : group.slots()) {
            pieces.add(
                    switch (slot) {
                        case Slot.Known known -> CompletableFuture.completedFuture(known.text());
                        case Slot.Wanted wanted -> images.load(wanted, ++number, priority, files, end);
                    });
        }
        return group.page().isPresent()
                ? page(group.slots(), pieces)
                : Futures.all(pieces).thenApply(found -> new Loaded(found, List.of()));
    }

    private static CompletableFuture<Loaded> page(List<Slot> slots, List<CompletableFuture<Piece>> pieces) {
        return CompletableFuture.allOf(pieces.toArray(CompletableFuture[]::new))
                .handle((done, ignored) -> withoutBroken(slots, pieces))
                .thenCompose(loaded -> {
                    boolean lost = !loaded.broken().isEmpty()
                            && loaded.pieces().stream().noneMatch(Piece.Picture.class::isInstance);
                    return lost
                            ? Futures.all(pieces).thenApply(all -> loaded)
                            : CompletableFuture.completedFuture(loaded);
                });
    }

    private static Loaded withoutBroken(List<Slot> slots, List<CompletableFuture<Piece>> pieces) {
        List<Piece> kept = new ArrayList<>();
        List<SkippedImage> broken = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            // A text is there from the start, so only an image fails.
            if (!(slots.get(i) instanceof Slot.Wanted wanted) || !pieces.get(i).isCompletedExceptionally()) {
                kept.add(pieces.get(i).join());
                continue;
            }
            PerceptException failure = PerceptException.of(pieces.get(i).exceptionNow());
            if (failure.code() == ErrorCode.STOPPING) {
                throw failure;
            }
            String address = ImageLoader.address(wanted.image());
            broken.add(new SkippedImage(
                    Reason.BROKEN, address, wanted.image().alt(), failure.getMessage(), failure.isPassing()));
            if (!AltTextLint.saysNothing(wanted.image().alt())) {
                // What the reader of a page with a broken image sees in its place.
                kept.add(new Piece.Text(wanted.image().alt(), wanted.turn()));
            }
        }
        return new Loaded(kept, broken);
    }

    private static LoadedDocument document(Outline outline, List<Loaded> loaded) {
        List<Piece> pieces = new ArrayList<>();
        List<SkippedImage> skipped = new ArrayList<>();
        Optional<PageName> page = Optional.empty();
        int tooMany = 0;
        int unlisted = 0;
        for (int i = 0; i < loaded.size(); i++) {
            pieces.addAll(loaded.get(i).pieces());
            if (outline.groups().get(i).page().isPresent()) {
                Outline.Page read = outline.groups().get(i).page().get();
                PageContent content = read.content();
                page = page.or(() -> Optional.of(new PageName(read.url(), content.title())));
                skipped.addAll(content.skipped());
                tooMany += content.tooMany();
                unlisted += content.unlisted();
            }
            skipped.addAll(loaded.get(i).broken());
        }
        DocumentRecord record = DocumentRecord.NONE
                .withSkipped(skipped)
                .withFiltered(Reason.MAX_IMAGES.code(), tooMany)
                .withFiltered(DocumentRecord.UNLISTED, unlisted);
        return new LoadedDocument(pieces, page, record);
    }
}
