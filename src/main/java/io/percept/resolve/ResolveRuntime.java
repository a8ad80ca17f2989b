package io.percept.resolve;

import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.corpus.LinguaLanguages;
import io.percept.resolve.fetch.GuardedFetcher;
import io.percept.resolve.page.PageReader;
import io.percept.vision.ImageDecodePool;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.ImageSpec;
import java.util.function.BiConsumer;

/** The resolver with its fetcher and decode pool. The service and the command line open the same. Thread-safe. */
public final class ResolveRuntime implements AutoCloseable {

    private final GuardedFetcher fetcher;
    private final ImageDecodePool pool;
    private final ResolveProperties properties;
    private final BiConsumer<String, Integer> filtered;

    private ResolveRuntime(
            ImageSpec spec,
            VisionProperties vision,
            ResolveProperties properties,
            BiConsumer<String, Integer> filtered) {
        this.properties = properties;
        this.filtered = filtered;
        fetcher = new GuardedFetcher(properties.fetch().limits());
        pool = new ImageDecodePool(
                new ImagePreprocessor(spec, vision.limits(), vision.frameOptions()),
                vision.decodeThreads(),
                vision.queue(),
                vision.timeLimit());
    }

    /**
     * @param spec how the model wants its images
     * @param filtered is told what each corpus filter dropped
     */
    public static ResolveRuntime open(
            ImageSpec spec,
            VisionProperties vision,
            ResolveProperties properties,
            BiConsumer<String, Integer> filtered) {
        return new ResolveRuntime(spec, vision, properties, filtered);
    }

    /** Resolves documents for the model, by the configured rules. */
    public DocumentResolver resolver() {
        return new DocumentResolver(
                loader(false, properties.maxImagesPerPage()),
                filters(properties.page().rules()));
    }

    /**
     * Loads documents.
     *
     * @param keepsFiles whether the encoded images are wanted besides their pixels
     */
    public DocumentLoader loader(boolean keepsFiles, int maxImagesPerPage) {
        return new DocumentLoader(
                new ImageLoader(fetcher::fetch, pool::prepare, keepsFiles),
                new PageReader(maxImagesPerPage, properties.preferredWidth()),
                properties.maxImages());
    }

    /** Applies corpus rules. */
    public CorpusFilters filters(CorpusRules rules) {
        return new CorpusFilters(rules, new LinguaLanguages(), filtered);
    }

    /** Stops fetching and decoding; what is under way fails. */
    @Override
    public void close() {
        fetcher.close();
        pool.close();
    }
}
