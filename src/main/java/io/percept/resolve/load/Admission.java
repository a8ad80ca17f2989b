package io.percept.resolve.load;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets so many things be under way at a time; the others wait for their turn, in order, without a thread. Thread-safe. */
final class Admission {

    private final SequencedSet<CompletableFuture<Void>> waiting = new LinkedHashSet<>();
    private int free;

    /** @param places things that may be under way at a time, at least 1 */
    Admission(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("There must be at least one place, not " + places);
        }
        this.free = places;
    }

    /**
     * Begins the work now or when it is its turn. Its place is free again when its future has ended, well or not.
     *
     * @param end of whoever wants it, well or not: what has not begun by then never does. What has begun keeps its place
     * @return fails with a {@link CancellationException} where the work never begins
     */
    <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> work, CompletableFuture<?> end) {
        CompletableFuture<Void> turn = enter();
        end.whenComplete((ended, failure) -> giveUp(turn));
        return turn.thenCompose(begun -> begin(work, end));
    }

    private <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work, CompletableFuture<?> end) {
        return CompletableFuture.completedFuture(end.isDone())
                .thenCompose(ended -> ended ? Admission.<T>unwanted() : work.get())
                .whenComplete((done, failure) -> leave());
    }

    private static <T> CompletableFuture<T> unwanted() {
        return CompletableFuture.failedFuture(new CancellationException("nobody waits for it any more"));
    }

    private synchronized CompletableFuture<Void> enter() {
        if (free > 0) {
            free--;
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> turn = new CompletableFuture<>();
        waiting.add(turn);
        return turn;
    }

    private void giveUp(CompletableFuture<Void> turn) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(turn);
        }
        if (waited) {
            turn.cancel(false);
        }
    }

    private void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
            next = waiting.removeFirst();
        }
        // On a thread of its own: work that ends at once would call the next one from within itself, without an end.
        Thread.startVirtualThread(() -> next.complete(null));
    }
}
