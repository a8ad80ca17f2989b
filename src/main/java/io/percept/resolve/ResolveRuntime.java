package io.percept.resolve;

import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.corpus.DocumentCollector;
import io.percept.resolve.corpus.LanguageGuess;
import io.percept.resolve.corpus.LinguaLanguages;
import io.percept.resolve.fetch.FetchListener;
import io.percept.resolve.fetch.GuardedFetcher;
import io.percept.resolve.load.DocumentLoader;
import io.percept.resolve.load.FetchPlaces;
import io.percept.resolve.load.ImageLoader;
import io.percept.resolve.page.PageReader;
import io.percept.vision.ImageDecodePool;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.ImageSpec;
import io.percept.vision.PictureListener;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The resolver with its fetcher and decode pool. The service and the command line open the same. Thread-safe. */
public final class ResolveRuntime implements AutoCloseable {

    private final GuardedFetcher fetcher;
    private final ImageDecodePool pool;
    private final FetchPlaces fetched;
    private final ResolveProperties properties;
    private final BiConsumer<String, Integer> filtered;
    private final LanguageGuess languages = new LinguaLanguages();

    private ResolveRuntime(
            ImageSpec spec,
            VisionProperties vision,
            ResolveProperties properties,
            BiConsumer<String, Integer> filtered,
            FetchListener fetches,
            PictureListener pictures) {
        this.properties = properties;
        this.filtered = filtered;
        fetcher = new GuardedFetcher(properties.fetch().limits(), fetches);
        fetched = new FetchPlaces(vision.decodeThreads() + vision.queue());
        pool = new ImageDecodePool(
                new ImagePreprocessor(spec, vision.limits(), vision.frameOptions()),
                vision.decodeThreads(),
                vision.timeLimit(),
                vision.cache().toBytes(),
                pictures);
    }

    /**
     * @param spec how the model wants its images
     * @param filtered is told what each corpus filter dropped
     * @param fetches is told how each fetch of an image ended
     * @param pictures is told how images are decoded
     */
    public static ResolveRuntime open(
            ImageSpec spec,
            VisionProperties vision,
            ResolveProperties properties,
            BiConsumer<String, Integer> filtered,
            FetchListener fetches,
            PictureListener pictures) {
        return new ResolveRuntime(spec, vision, properties, filtered, fetches, pictures);
    }

    /** Resolves documents for the model, by the configured rules. */
    public DocumentResolver resolver() {
        return new DocumentResolver(
                loader(false, properties.maxImagesPerPage()),
                filters(properties.page().rules()));
    }

    /** What fetches its images. */
    GuardedFetcher fetcher() {
        return fetcher;
    }

    /** What decodes its images. */
    ImageDecodePool pool() {
        return pool;
    }

    private DocumentLoader loader(boolean keepsFiles, int maxImagesPerPage) {
        return new DocumentLoader(
                new ImageLoader(fetcher::fetch, pool::prepare, fetched, keepsFiles),
                new PageReader(maxImagesPerPage, properties.preferredWidth()),
                properties.maxImages());
    }

    /** Applies corpus rules. */
    private CorpusFilters filters(CorpusRules rules) {
        return new CorpusFilters(rules, languages, filtered);
    }

    /**
     * Makes documents for a corpus.
     *
     * @param maxImagesPerPage the first so many images of a page are kept
     * @param embedsImages whether documents hold the bytes also of images that have an address
     */
    public DocumentCollector collector(CorpusRules rules, int maxImagesPerPage, boolean embedsImages) {
        LanguageGuess marks = rules.languages().isEmpty() ? text -> Optional.empty() : languages;
        return new DocumentCollector(loader(true, maxImagesPerPage), filters(rules), marks, embedsImages);
    }

    /** Stops fetching and decoding; what is under way fails. */
    @Override
    public void close() {
        fetcher.close();
        pool.close();
    }
}
