package io.percept.engine;

/**
 * How one engine uses the machine; several of them may share it.
 *
 * @param intraOpThreads threads that share the work of one operator; more than the cores slows everything down
 * @param spinning whether idle threads of the engine wait actively. A step of percept-tiny then takes about two thirds of
 *     its time on cores that nobody else uses, and several times its time on cores that others use too
 */
public record EngineOptions(int intraOpThreads, boolean spinning) {

    public EngineOptions {
        if (intraOpThreads < 1) {
            throw new IllegalArgumentException("intraOpThreads must be at least 1, was " + intraOpThreads);
        }
    }
}
