package io.percept.resolve;

import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.prompt.Document;
import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.load.DocumentLoader;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Segments to documents for the model: loaded, filtered where that is configured, and written out. Thread-safe. */
public final class DocumentResolver {

    private final DocumentLoader loader;
    private final CorpusFilters filters;

    public DocumentResolver(DocumentLoader loader, CorpusFilters filters) {
        this.loader = loader;
        this.filters = filters;
    }

    /**
     * The document of an event's own segments.
     *
     * @param filesAreHere is told when only the pixels of its images are missing, as {@link DocumentLoader} has it
     * @param end of the event, well or not: images that wait for a place to be fetched by then are not fetched for it
     * @return fails with a {@link PerceptException} that names the image by its number, or the filter that keeps the document
     *     out
     */
    public CompletableFuture<Document> resolve(ImageEvent event, Runnable filesAreHere, CompletableFuture<?> end) {
        return loader.load(event.segments(), event.priority(), filesAreHere, end)
                .thenApply(loaded -> PromptDocument.of(filters.apply(loaded)));
    }

    /**
     * The document of other segments, such as those of a task's example, which are taken as they are.
     *
     * @return fails with a {@link PerceptException} that names the image by its number
     */
    public CompletableFuture<Document> resolve(List<Segment> segments) {
        return loader.load(segments, 0).thenApply(PromptDocument::of);
    }

    /** One image on its own, such as a candidate to choose from; of an animation the frame that stands for it. */
    public CompletableFuture<PreparedImage> image(ImageSource source) {
        return loader.images().load(source).thenApply(PreparedFrames::representativeImage);
    }
}
