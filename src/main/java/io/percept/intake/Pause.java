package io.percept.intake;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Completes after a while, without holding a thread. */
interface Pause {

    CompletableFuture<Void> of(Duration length);

    /** @param executor that what follows runs on; never the clock's thread, which all time limits of the JVM share */
    static Pause before(Executor executor) {
        return length -> CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS, executor));
    }
}
