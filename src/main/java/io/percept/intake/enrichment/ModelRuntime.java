package io.percept.intake.enrichment;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.ModelEngine;
import io.percept.engine.PackagedBundle;
import io.percept.engine.Tokenizer;
import io.percept.engine.launch.EngineChoice;
import io.percept.engine.launch.Engines;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.worker.ModelWorker;
import io.percept.worker.RestartOptions;
import io.percept.worker.TaskRunner;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import io.percept.worker.WorkerPool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle, its engines, warm, and the workers above them, which replace an engine that is lost. The service and the command
 * line open the same.
 */
public final class ModelRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModelRuntime.class);
    private static final String PACKAGED = "/models/percept-tiny/";

    private final Bundle bundle;
    private final String engine;
    private final Tokenizer tokenizer;
    private final WorkerPool workers;
    private final TaskPlanner planner;

    /** Opens the engines, warm. */
    public interface EngineSource {

        /** One per device, or several that share the CPU. */
        List<ModelEngine> open();

        /** One alone, by its place among all. */
        ModelEngine reopen(int place);
    }

    private ModelRuntime(Bundle bundle, List<ModelEngine> engines, TokenLimits limits, WorkerPool workers) {
        String one = engines.getFirst().identity();
        this.bundle = bundle;
        this.engine = engines.size() == 1 ? one : one + " and " + (engines.size() - 1) + " more";
        this.tokenizer = new Tokenizer(bundle);
        this.planner = new TaskPlanner(bundle, tokenizer, limits);
        this.workers = workers;
    }

    /**
     * Opens a bundle and warms its engines; takes a second or two. Each engine gets a worker of its own.
     *
     * @throws io.percept.engine.BundleException naming the file and the reason where the bundle is refused
     * @throws io.percept.engine.EngineUnavailable in one sentence where the engine cannot run here
     */
    public static ModelRuntime open(
            Bundle bundle,
            EngineChoice engine,
            WorkerOptions options,
            RestartOptions restarts,
            TokenLimits limits,
            WorkerListener listener) {
        CacheDemand demand = ModelWorker.cacheDemand(bundle, options);
        EngineSource source = new EngineSource() {
            @Override
            public List<ModelEngine> open() {
                return Engines.open(bundle, engine, demand);
            }

            @Override
            public ModelEngine reopen(int place) {
                return Engines.openOne(bundle, engine, demand, place);
            }
        };
        return open(bundle, source, options, restarts, limits, listener);
    }

    /** The same with engines from elsewhere. */
    public static ModelRuntime open(
            Bundle bundle,
            EngineSource source,
            WorkerOptions options,
            RestartOptions restarts,
            TokenLimits limits,
            WorkerListener listener) {
        long start = System.nanoTime();
        List<ModelEngine> engines = source.open();
        boolean shared = engines.stream().allMatch(ModelEngine::sharesTheMachine);
        WorkerOptions each = shared ? options.forOneOf(engines.size()) : options;
        WorkerPool workers = WorkerPool.of(bundle, engines, source::reopen, each, restarts, listener);
        ModelRuntime runtime;
        try {
            runtime = new ModelRuntime(bundle, engines, limits, workers);
        } catch (RuntimeException e) {
            workers.close();
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
        return new ModelIdentity(bundle.name(), bundle.version(), bundle.digest(), engine);
    }

    /** Why no engine runs at present, if so; one that was lost is being replaced. */
    public Optional<String> trouble() {
        return workers.trouble();
    }

    /** Why only a new process helps, if so. */
    public Optional<String> beyondRepair() {
        return workers.beyondRepair();
    }

    @Override
    public void close() {
        workers.close();
        tokenizer.close();
    }
}
