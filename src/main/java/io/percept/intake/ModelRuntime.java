package io.percept.intake;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import io.percept.engine.OnnxEngine;
import io.percept.engine.PackagedBundle;
import io.percept.engine.Tokenizer;
import io.percept.engine.WarmUp;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.worker.ModelWorker;
import io.percept.worker.TaskRunner;
import io.percept.worker.WorkerListener;
import io.percept.worker.WorkerOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bundle, its engines, warm, and the worker above them. The service and the command line open the same. */
public final class ModelRuntime implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModelRuntime.class);
    private static final String PACKAGED = "/models/percept-tiny/";

    private final Bundle bundle;
    private final OnnxEngine engine;
    private final Tokenizer tokenizer;
    private final ModelWorker worker;
    private final TaskPlanner planner;
    private volatile boolean open = true;

    private ModelRuntime(
            Bundle bundle,
            EngineOptions engineOptions,
            WorkerOptions options,
            TokenLimits limits,
            WorkerListener listener) {
        this.bundle = bundle;
        this.engine = OnnxEngine.open(bundle, engineOptions);
        new WarmUp(bundle, engine).run();
        this.tokenizer = new Tokenizer(bundle);
        this.planner = new TaskPlanner(bundle, tokenizer, limits);
        this.worker = new ModelWorker(bundle, engine.encoder(), engine.decoder(), options, listener);
    }

    /**
     * Opens a bundle and warms its engines; takes a second or two.
     *
     * @throws io.percept.engine.BundleException naming the file and the reason where the bundle is refused
     */
    public static ModelRuntime open(
            Bundle bundle,
            EngineOptions engineOptions,
            WorkerOptions options,
            TokenLimits limits,
            WorkerListener listener) {
        long start = System.nanoTime();
        ModelRuntime runtime = new ModelRuntime(bundle, engineOptions, options, limits, listener);
        log.info(
                "Model {} {} ({}) warm on {} in {} ms",
                bundle.name(),
                bundle.version(),
                bundle.digest().substring(0, 12),
                runtime.engine.identity(),
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

    ModelWorker worker() {
        return worker;
    }

    public TaskRunner runner() {
        return new TaskRunner(worker);
    }

    /** The model as results name it. */
    public ModelIdentity identity() {
        return new ModelIdentity(bundle.name(), bundle.version(), bundle.digest(), engine.identity());
    }

    /** Whether the engines are warm; they are from the start and until the end. */
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        worker.close();
        engine.close();
        tokenizer.close();
    }
}
