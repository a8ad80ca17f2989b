package io.percept.worker;

import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;

/**
 * Several workers as one, each on a device of its own. Plans that belong together go to one of them, the one with the fewest
 * plans, so that they share what they have in common. Thread-safe; closing it closes the workers.
 */
public final class WorkerPool implements TaskRunner.Worker, AutoCloseable {

    private final List<ModelWorker> workers;

    /** @param workers at least one */
    public WorkerPool(List<ModelWorker> workers) {
        this.workers = List.copyOf(workers);
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
                .min(Comparator.comparingInt(ModelWorker::outstanding))
                .orElseThrow();
    }

    /** The sum of a count over the workers, such as {@link ModelWorker#waiting}. */
    public int sum(ToIntFunction<ModelWorker> count) {
        return workers.stream().mapToInt(count).sum();
    }

    @Override
    public void close() {
        workers.forEach(ModelWorker::close);
    }
}
