package io.percept.worker;

import io.percept.engine.Bundle;
import io.percept.engine.ModelEngine;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Several workers as one, each on an engine of its own: a GPU, or a share of the CPU. Plans that belong together go to one of
 * them, the one with the fewest plans of those whose engine runs, so that they share what they have in common; embeddings are
 * known to all. Thread-safe; closing it closes the workers.
 */
public final class WorkerPool implements TaskRunner.Worker, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());

    private final List<RestartingWorker> workers;
    private final ExpectedEvents expected;

    /**
     * A worker for each engine.
     *
     * @param engines at least one, warm; closed by the workers, as are those that follow
     * @param reopen gives a fresh engine for a place among them
     * @param options of each worker; what they say of embeddings is for all together
     */
    public static WorkerPool of(
            Bundle bundle,
            List<ModelEngine> engines,
            IntFunction<ModelEngine> reopen,
            WorkerOptions options,
            RestartOptions restarts,
            WorkerListener listener) {
        PoolShared shared = PoolShared.of(engines.size(), options, listener);
        int onTheMachine =
                (int) engines.stream().filter(ModelEngine::sharesTheMachine).count();
        CacheMemory.of(bundle, options, onTheMachine)
                .shortage()
                .ifPresent(sentence -> LOG.log(System.Logger.Level.INFO, sentence));
        List<RestartingWorker> workers = IntStream.range(0, engines.size())
                .mapToObj(place -> new RestartingWorker(
                        bundle, engines.get(place), () -> reopen.apply(place), options, shared, restarts, listener))
                .toList();
        return new WorkerPool(workers, shared.expected());
    }

    /**
     * @param workers at least one
     * @param expected that these workers ask
     */
    private WorkerPool(List<RestartingWorker> workers, ExpectedEvents expected) {
        this.workers = List.copyOf(workers);
        this.expected = expected;
        if (workers.isEmpty()) {
            throw new IllegalArgumentException("At least one worker is needed");
        }
    }

    @Override
    public List<CompletableFuture<TokenOutcome>> submit(List<? extends TokenPlan> plans, Urgency urgency) {
        return forOne().submit(plans, urgency);
    }

    @Override
    public TaskRunner.Worker forOne() {
        return workers.stream()
                .min(Comparator.<RestartingWorker, Boolean>comparing(
                                worker -> worker.trouble().isPresent())
                        .thenComparingInt(RestartingWorker::outstanding))
                .orElseThrow();
    }

    /** Events whose plans will be submitted to it, which its workers may wait for. */
    public ExpectedEvents expected() {
        return expected;
    }

    /** The sum of a count over the workers, such as {@link RestartingWorker#waiting}. */
    public int sum(ToIntFunction<RestartingWorker> count) {
        return workers.stream().mapToInt(count).sum();
    }

    /** Why no worker has an engine that runs, where that is so. */
    public Optional<String> trouble() {
        boolean allOut = workers.stream().allMatch(worker -> worker.trouble().isPresent());
        return allOut ? workers.getFirst().trouble() : Optional.empty();
    }

    /** Why only a new process helps, where that is so of any worker. */
    public Optional<String> beyondRepair() {
        return workers.stream()
                .filter(RestartingWorker::isBeyondRepair)
                .flatMap(worker -> worker.trouble().stream())
                .findFirst();
    }

    @Override
    public void close() {
        workers.forEach(RestartingWorker::close);
    }
}
