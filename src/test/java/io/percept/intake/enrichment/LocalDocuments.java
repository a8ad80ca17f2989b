package io.percept.intake.enrichment;

import io.percept.engine.Bundle;
import io.percept.resolve.DocumentResolver;
import io.percept.resolve.corpus.CorpusFilters;
import io.percept.resolve.corpus.CorpusRules;
import io.percept.resolve.load.DocumentLoader;
import io.percept.resolve.load.FetchPlaces;
import io.percept.resolve.load.ImageLoader;
import io.percept.resolve.page.PageReader;
import io.percept.vision.FrameOptions;
import io.percept.vision.ImagePreprocessor;
import io.percept.vision.codec.AnimationLimits;
import io.percept.vision.codec.ImageLimits;
import io.percept.worker.ModelWorker;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Documents as tests of enrichment resolve them: their images come with the event, and no address answers. */
public final class LocalDocuments {

    private LocalDocuments() {}

    public static DocumentResolver resolver(Bundle bundle) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(
                ModelWorker.imageSpec(bundle), ImageLimits.DEFAULT, new FrameOptions(4, AnimationLimits.DEFAULT));
        ImageLoader images = new ImageLoader(
                url -> CompletableFuture.failedFuture(new IOException(url)),
                (bytes, priority) -> CompletableFuture.supplyAsync(() -> preprocessor.prepareFrames(bytes)),
                new FetchPlaces(64),
                false);
        return new DocumentResolver(
                new DocumentLoader(images, new PageReader(5, 640), 8),
                new CorpusFilters(CorpusRules.NONE, text -> Optional.empty(), (filter, count) -> {}));
    }
}
