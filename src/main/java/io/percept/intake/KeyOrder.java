package io.percept.intake;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Keeps the order of each key: work runs in any order, its results are published one after another in the order in
 * which they were handed in, each after the one before was acknowledged. What comes after a failed publication of its
 * key fails too, since it would otherwise overtake it, until {@link #reset()}, or where somebody else reads it again.
 *
 * <p>{@link #inOrder} is called by one thread; completions may come from any.
 */
final class KeyOrder {

    private final Map<Object, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /**
     * @param key what is to be kept in order
     * @param ready the work under way
     * @param publish starts the publication of what the work yields
     * @param isGone whether a failure can be forgotten at once, as what was handed in is not ours any more
     * @return the end of the publication
     */
    <T> CompletableFuture<Void> inOrder(
            Object key,
            CompletableFuture<T> ready,
            Function<T, CompletableFuture<Void>> publish,
            BooleanSupplier isGone) {
        CompletableFuture<Void> before = last.getOrDefault(key, CompletableFuture.completedFuture(null));
        CompletableFuture<Void> published = before.thenCompose(nothing -> ready).thenCompose(publish);
        last.put(key, published);
        published.whenComplete((nothing, failure) -> {
            if (failure == null || isGone.getAsBoolean()) {
                last.remove(key, published);
            }
        });
        return published;
    }

    /** Forgets failures. To be called only when everything that failed is going to be handed in again. */
    void reset() {
        last.values().removeIf(CompletableFuture::isCompletedExceptionally);
    }

    /** The number of keys with work under way or failed. */
    int size() {
        return last.size();
    }
}
