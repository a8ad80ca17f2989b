package io.percept.contract;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Ends a future as another one has ended, by its value or by its failure: {@code first.whenComplete(new Relay<>(second))}. A future
 * that has ended before stays as it is.
 */
public record Relay<T>(CompletableFuture<T> to) implements BiConsumer<T, Throwable> {

    @Override
    public void accept(T value, Throwable failure) {
        if (failure == null) {
            to.complete(value);
        } else {
            to.completeExceptionally(failure);
        }
    }
}
