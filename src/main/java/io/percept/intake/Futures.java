package io.percept.intake;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waiting for several futures without a thread. */
final class Futures {

    private Futures() {}

    /** @return the values in order; fails where one fails, after all have ended */
    static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(
                        nothing -> futures.stream().map(CompletableFuture::join).toList());
    }
}
