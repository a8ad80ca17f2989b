package io.percept.intake;

import io.percept.policy.Policies;
import io.percept.resolve.DocumentResolver;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** The enrichment of events, put together, with its threads. The service and the command line open the same. */
public final class EnrichmentRuntime implements AutoCloseable {

    private static final int PLANNING_THREADS = 2;

    private final ExecutorService planning = Executors.newFixedThreadPool(
            PLANNING_THREADS,
            Thread.ofPlatform().name("percept-plan-", 0).daemon().factory());
    /** Beside the planning threads: where all of them plan, events still end at their limits. */
    private final ExecutorService endings = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("percept-ending-", 0).factory());

    private final EventEnricher enricher;

    /** @see #EnrichmentRuntime(ModelRuntime, DocumentResolver, Policies, Duration, UnaryOperator) */
    public EnrichmentRuntime(ModelRuntime model, DocumentResolver resolver, Policies policies, Duration eventTimeout) {
        this(model, resolver, policies, eventTimeout, UnaryOperator.identity());
    }

    /**
     * The model and the resolver stay the caller's to close, after this.
     *
     * @param eventTimeout how long one event may take
     * @param around what is put around the work of the model
     */
    EnrichmentRuntime(
            ModelRuntime model,
            DocumentResolver resolver,
            Policies policies,
            Duration eventTimeout,
            UnaryOperator<EventTasks.Work> around) {
        TaskPreparation preparation = new TaskPreparation(
                new TaskResources(resolver),
                model.planner(),
                policies,
                new EvidenceSearch(model.planner(), model.runner()));
        EventTasks tasks = new EventTasks(preparation, around.apply(new WorkerTasks(model.runner())), planning);
        this.enricher = new EventEnricher(
                resolver,
                tasks,
                new Expiry(policies),
                model.identity(),
                planning,
                endings,
                eventTimeout,
                Clock.systemUTC());
    }

    public EventEnricher enricher() {
        return enricher;
    }

    @Override
    public void close() {
        // First, so that what fails for the planning that ends is told that the service stops.
        endings.shutdown();
        planning.shutdownNow();
    }
}
