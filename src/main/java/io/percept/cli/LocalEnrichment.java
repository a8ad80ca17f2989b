package io.percept.cli;

import io.percept.engine.Bundle;
import io.percept.intake.enrichment.EnrichmentRuntime;
import io.percept.intake.enrichment.EventEnricher;
import io.percept.intake.enrichment.ModelRuntime;
import io.percept.policy.Policies;
import io.percept.policy.PolicyException;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.TokenLimits;
import io.percept.resolve.ResolveRuntime;
import io.percept.resolve.fetch.FetchListener;
import io.percept.vision.PictureListener;
import io.percept.vision.codec.ImageLimits;
import io.percept.worker.ModelWorker;
import io.percept.worker.RestartOptions;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Enrichment in this process, without a broker. Guards and limits are those of the service, from the environment
 * variables and system properties that the service reads ({@code PERCEPT_RESOLVE_FETCH_ALLOW} and so on).
 */
final class LocalEnrichment implements AutoCloseable {

    /** For an event among all those of an evaluation, which wait for each other; a person can always interrupt. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final ModelRuntime model;
    private final ResolveRuntime resolving;
    private final EnrichmentRuntime runtime;
    private final ImageLimits limits;

    /** @param policies policy files; none: the packaged one */
    LocalEnrichment(ModelOptions options, List<Path> policies) {
        ImageSettings settings = ImageSettings.ofProcess();
        Bundle bundle = options.load();
        resolving = ResolveRuntime.open(
                ModelWorker.imageSpec(bundle),
                settings.vision(),
                settings.resolve(),
                (filter, count) -> {},
                FetchListener.NONE,
                PictureListener.NONE);
        Policies loaded = load(policies, bundle, resolving);
        model = ModelRuntime.open(
                bundle,
                options.engine(),
                WorkerOptions.DEFAULT,
                RestartOptions.DEFAULT,
                TokenLimits.DEFAULT,
                WorkerListener.NONE);
        runtime = new EnrichmentRuntime(model, resolving.resolver(), loaded, PATIENCE);
        limits = settings.vision().limits();
    }

    /** Before the model is opened, which takes longer: a wrong file is told of at once. */
    private static Policies load(List<Path> files, Bundle bundle, ResolveRuntime resolving) {
        try {
            return Policies.load(
                    new PolicyProperties(files, "default", List.of()),
                    bundle.moderation().questions(),
                    resolving.resolver()::resolve);
        } catch (PolicyException e) {
            resolving.close();
            throw e;
        }
    }

    EventEnricher enricher() {
        return runtime.enricher();
    }

    /** Of an image; what is larger is refused. */
    ImageLimits limits() {
        return limits;
    }

    @Override
    public void close() {
        runtime.close();
        resolving.close();
        model.close();
    }
}
