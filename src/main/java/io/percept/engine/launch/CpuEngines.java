package io.percept.engine.launch;

import io.percept.engine.Bundle;
import io.percept.engine.EngineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * How the CPU is shared out. Several engines beside each other, each with threads of its own, do more than one whose threads
 * share every operator: on two cores, two engines of one thread encode 105 images a second in calls of one, where one engine of two
 * threads does 60 to 75, and take 13,100 steps of 32 sequences where it takes 8,900.
 *
 * @param threads that compute at once, of all engines together
 * @param engines 0: as many as {@link #count} finds best
 * @param spinning whether idle threads of an engine wait actively
 */
public record CpuEngines(int threads, int engines, boolean spinning) {

    /** With more, fewer sequences go through a decoder together. */
    private static final int MOST = 8;
    /** Of the encoder and the decoder together: above it an operator is large enough for threads to share it. */
    private static final long LARGE_BYTES = 256L << 20;

    /** @throws IllegalArgumentException saying what to change, where there are more engines than threads */
    public CpuEngines {
        if (threads < 1) {
            throw new IllegalArgumentException("At least one thread of the CPU is needed, not " + threads);
        }
        if (engines < 0 || engines > threads) {
            throw new IllegalArgumentException(
                    "%d engines cannot share %d threads of the CPU: ask for 1 to %d engines (percept.engine.engines), or for more threads (percept.engine.threads)"
                            .formatted(engines, threads, threads));
        }
    }

    /** A thread for each core, and as many engines as are best. */
    public static CpuEngines defaults() {
        return new CpuEngines(Runtime.getRuntime().availableProcessors(), 0, false);
    }

    /** Engines for a bundle: as asked for; or one per thread, at most eight; or a single one where the bundle is large. */
    public int count(Bundle bundle) {
        if (engines > 0) {
            return engines;
        }
        return bytes(bundle) > LARGE_BYTES ? 1 : Math.min(threads, MOST);
    }

    /** Of each of a bundle's engines; threads that are left over when they are shared out stay idle. */
    public EngineOptions each(Bundle bundle) {
        return new EngineOptions(threads / count(bundle), spinning);
    }

    /** Of an engine that has all threads for itself. */
    EngineOptions alone() {
        return new EngineOptions(threads, spinning);
    }

    private static long bytes(Bundle bundle) {
        try {
            return Files.size(bundle.file(bundle.variant().encoder()))
                    + Files.size(bundle.file(bundle.variant().decoder()));
        } catch (IOException e) {
            throw new UncheckedIOException("The graphs of " + bundle.directory() + " cannot be read", e);
        }
    }
}
