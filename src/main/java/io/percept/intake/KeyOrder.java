package io.percept.intake;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps the order of each key: work runs in any order, its results are published one after another in the order in
 * which they were handed in, each after the one before was acknowledged. What comes after a failed publication of its
 * key fails too, since it would otherwise overtake it, until {@link #reset()}; but not where the failure is of something that
 * is gone and what comes after is not: then that was handed in anew.
 *
 * <p>{@link #inOrder} is called by one thread; completions may come from any.
 */
final class KeyOrder {

    /** Publishes what work yielded. */
    interface Publication<T> {

        /**
         * Starts the publication.
         *
         * @param waited whether the work was done before its turn came
         */
        CompletableFuture<Void> start(T value, boolean waited);
    }

    private record Turn(CompletableFuture<Void> published, BooleanSupplier isGone) {

        private static final Turn NONE = new Turn(CompletableFuture.completedFuture(null), () -> false);

        /** When it is over for what comes next; fails where that must not be published either. */
        CompletableFuture<Void> over(BooleanSupplier isNextGone) {
            return published.exceptionallyCompose(failure -> isGone.getAsBoolean() && !isNextGone.getAsBoolean()
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
        }
    }

    private final Map<Object, Turn> last = new ConcurrentHashMap<>();

    /**
     * @param key what is to be kept in order
     * @param ready the work under way
     * @param publication of what the work yields
     * @param isGone whether a failure can be forgotten at once, as what was handed in is not ours any more
     * @return the end of the publication
     */
    <T> CompletableFuture<Void> inOrder(
            Object key, CompletableFuture<T> ready, Publication<T> publication, BooleanSupplier isGone) {
        CompletableFuture<Void> before = last.getOrDefault(key, Turn.NONE).over(isGone);
        boolean isItsTurn = before.isDone();
        CompletableFuture<Void> published = before.thenCompose(nothing -> {
            boolean waited = !isItsTurn && ready.isDone();
            return ready.thenCompose(value -> publication.start(value, waited));
        });
        Turn turn = new Turn(published, isGone);
        last.put(key, turn);
        published.whenComplete((nothing, failure) -> {
            if (failure == null || isGone.getAsBoolean()) {
                last.remove(key, turn);
            }
        });
        return published;
    }

    /** Forgets failures. To be called only when everything that failed is going to be handed in again. */
    void reset() {
        last.values().removeIf(turn -> turn.published().isCompletedExceptionally());
    }

    /** The number of keys with work under way or failed. */
    int size() {
        return last.size();
    }
}
