package io.percept.intake;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.engine.Bundle;
import io.percept.engine.ModelEngine;
import io.percept.engine.PackagedBundle;
import io.percept.engine.Tokenizer;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.Engines;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.worker.ModelWorker;
import io.percept.worker.TaskRunner;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import io.percept.worker.WorkerPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bundle, its engines, warm, and the worker above them. The service and the command line open the same. */
public final class ModelRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModelRuntime.class);
    private static final String PACKAGED = "/models/percept-tiny/";

    private final Bundle bundle;
    private final List<ModelEngine> engines;
    private final Tokenizer tokenizer;
    private final WorkerPool workers;
    private final TaskPlanner planner;
    private volatile boolean open = true;

    private ModelRuntime(
            Bundle bundle,
            List<ModelEngine> engines,
            WorkerOptions options,
            TokenLimits limits,
            WorkerListener listener) {
        this.bundle = bundle;
        this.engines = engines;
        this.tokenizer = new Tokenizer(bundle);
        this.planner = new TaskPlanner(bundle, tokenizer, limits);
        this.workers = new WorkerPool(engines.stream()
                .map(engine -> new ModelWorker(bundle, engine.encoder(), engine.decoder(), options, listener))
                .toList());
    }

    /**
     * Opens a bundle and warms its engines; takes a second or two. Each device gets a worker of its own.
     *
     * @throws io.percept.engine.BundleException naming the file and the reason where the bundle is refused
     * @throws io.percept.engine.EngineUnavailable in one sentence where the engine cannot run here
     */
    public static ModelRuntime open(
            Bundle bundle, EngineChoice engine, WorkerOptions options, TokenLimits limits, WorkerListener listener) {
        long start = System.nanoTime();
        List<ModelEngine> engines = Engines.open(bundle, engine, ModelWorker.cacheDemand(bundle, options));
        ModelRuntime runtime;
        try {
            runtime = new ModelRuntime(bundle, engines, options, limits, listener);
        } catch (RuntimeException e) {
            engines.forEach(ModelEngine::close);
            throw e;
        }
        log.info(
                "Model {} {} ({}) warm on {} in {} ms",
                bundle.name(),
                bundle.version(),
                bundle.digest().substring(0, 12),
                runtime.identity().engine(),
                (System.nanoTime() - start) / 1_000_000);
        return runtime;
    }

    /**
     * Loads a bundle.
     *
     * @param directory empty: the one in the jar
     * @param cache where that one is unpacked
     */
    public static Bundle bundle(Optional<Path> directory, Path cache) {
        return directory.map(Bundle::load).orElseGet(() -> new PackagedBundle(PACKAGED).load(cache));
    }

    /** Where the jar's bundle is unpacked unless configured otherwise. */
    public static Path defaultCache() {
        return Path.of(System.getProperty("user.home"), ".cache", "percept");
    }

    public Bundle bundle() {
        return bundle;
    }

    public TaskPlanner planner() {
        return planner;
    }

    WorkerPool workers() {
        return workers;
    }

    public TaskRunner runner() {
        return new TaskRunner(workers);
    }

    /** The model as results name it. */
    public ModelIdentity identity() {
        String one = engines.getFirst().identity();
        String all = engines.size() == 1 ? one : one + " and " + (engines.size() - 1) + " more";
        return new ModelIdentity(bundle.name(), bundle.version(), bundle.digest(), all);
    }

    /** Whether the engines are warm; they are from the start and until the end. */
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        workers.close();
        engines.forEach(ModelEngine::close);
        tokenizer.close();
    }
}
