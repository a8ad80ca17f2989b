package io.percept.resolve;

import io.percept.resolve.fetch.GuardedFetcher;
import io.percept.resolve.page.PageReader;
import io.percept.vision.ImageDecodePool;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.ImageSpec;

/** The resolver with its fetcher and decode pool. The service and the command line open the same. Thread-safe. */
public final class ResolveRuntime implements AutoCloseable {

    private final GuardedFetcher fetcher;
    private final ImageDecodePool pool;
    private final DocumentResolver resolver;

    private ResolveRuntime(ImageSpec spec, VisionProperties vision, ResolveProperties properties) {
        fetcher = new GuardedFetcher(properties.fetch().limits());
        pool = new ImageDecodePool(
                new ImagePreprocessor(spec, vision.limits(), io.percept.vision.FrameOptions.STILL),
                vision.decodeThreads(),
                vision.queue(),
                vision.timeLimit());
        PageReader pages = new PageReader(properties.maxImagesPerPage(), properties.preferredWidth());
        resolver = new DocumentResolver(fetcher::fetch, bytes -> pool.prepare(bytes).thenApply(io.percept.vision.PreparedFrames::representativeImage), pages, properties.maxImages());
    }

    /** @param spec how the model wants its images */
    public static ResolveRuntime open(ImageSpec spec, VisionProperties vision, ResolveProperties properties) {
        return new ResolveRuntime(spec, vision, properties);
    }

    public DocumentResolver resolver() {
        return resolver;
    }

    /** Stops fetching and decoding; what is under way fails. */
    @Override
    public void close() {
        fetcher.close();
        pool.close();
    }
}
