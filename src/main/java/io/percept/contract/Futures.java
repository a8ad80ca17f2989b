package io.percept.contract;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waiting for several futures without a thread. */
public final class Futures {

    private Futures() {}

    /**
     * Waits for all, so that none is left running.
     *
     * @return the values in order; fails where one fails, after all have ended
     */
    public static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
