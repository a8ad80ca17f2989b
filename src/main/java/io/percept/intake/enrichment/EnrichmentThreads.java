package io.percept.intake.enrichment;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of enrichment.
 *
 * @param planning runs what follows the resolving; never the threads that decode images, whose time the pixels need
 * @param endings runs what follows a failure or a passed limit; never the threads that plan, which may be what takes so long, nor the
 *     clock's, which all time limits of the JVM share
 */
record EnrichmentThreads(ExecutorService planning, ExecutorService endings) implements AutoCloseable {

    private static final int PLANNING_THREADS = 2;

    static EnrichmentThreads open() {
        return new EnrichmentThreads(
                Executors.newFixedThreadPool(
                        PLANNING_THREADS,
                        Thread.ofPlatform().name("percept-plan-", 0).daemon().factory()),
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("percept-ending-", 0).factory()));
    }

    /** Waits for nothing. */
    @Override
    public void close() {
        // First, so that what fails for the planning that ends is told that the service stops.
        endings.shutdown();
        planning.shutdownNow();
    }
}
