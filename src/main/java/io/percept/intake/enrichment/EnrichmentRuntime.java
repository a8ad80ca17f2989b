package io.percept.intake.enrichment;

import io.percept.policy.Policies;
import io.percept.resolve.DocumentResolver;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The enrichment of events, put together, with its threads. The service and the command line open the same. */
public final class EnrichmentRuntime implements AutoCloseable {

    private final EnrichmentThreads threads = EnrichmentThreads.open();
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
        EventTasks.Work work = around.apply(new WorkerTasks(model.runner()));
        EventTasks tasks = new EventTasks(preparation, work, threads.planning());
        this.enricher = new EventEnricher(
                resolver,
                tasks,
                model.workers().expected(),
                new Expiry(policies),
                model.identity(),
                threads,
                eventTimeout,
                Clock.systemUTC());
    }

    public EventEnricher enricher() {
        return enricher;
    }

    @Override
    public void close() {
        threads.close();
    }
}
