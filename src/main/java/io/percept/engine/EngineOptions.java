package io.percept.engine;

/**
 * How an engine uses the machine.
 *
 * @param intraOpThreads threads that share the work of one operator; more than the cores slows everything down
 * @param spinning whether idle threads of the engine wait actively. Shortens a call by some microseconds per operator and
 *     takes the cores from everything else, so it pays only where the engine has them for itself
 */
public record EngineOptions(int intraOpThreads, boolean spinning) {

    public EngineOptions {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("intraOpThreads must be at least 1, was " + intraOpThreads);
        }
    }

    /** One thread per core, passive waiting. */
    public static EngineOptions defaults() {
        return new EngineOptions(Runtime.getRuntime().availableProcessors(), false);
    }
}
