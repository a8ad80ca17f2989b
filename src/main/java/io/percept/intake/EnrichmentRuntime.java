package io.percept.intake;

import io.percept.policy.Policies;
import io.percept.resolve.DocumentResolver;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The enrichment of events, put together, with its threads. The service and the command line open the same. */
public final class EnrichmentRuntime implements AutoCloseable {

    private static final int PLANNING_THREADS = 2;

    private final ExecutorService planning = Executors.newFixedThreadPool(
            PLANNING_THREADS,
            Thread.ofPlatform().name("percept-plan-", 0).daemon().factory());
    private final EventEnricher enricher;

    /**
     * The model and the resolver stay the caller's to close, after this.
     *
     * @param eventTimeout how long one event may take
     */
    public EnrichmentRuntime(ModelRuntime model, DocumentResolver resolver, Policies policies, Duration eventTimeout) {
        TaskPreparation preparation = new TaskPreparation(
                new TaskResources(resolver),
                model.planner(),
                policies,
                new EvidenceSearch(model.planner(), model.runner()));
        EventTasks tasks = new EventTasks(preparation, model.runner());
        this.enricher = new EventEnricher(resolver, tasks, model.identity(), planning, eventTimeout, Clock.systemUTC());
    }

    public EventEnricher enricher() {
        return enricher;
    }

    @Override
    public void close() {
        planning.shutdownNow();
    }
}
