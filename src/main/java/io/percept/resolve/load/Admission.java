package io.percept.resolve.load;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets so many things be under way at a time; the others wait for their turn, in order, without a thread. Thread-safe. */
final class Admission {

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int free;

    /** @param places things that may be under way at a time, at least 1 */
    Admission(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("There must be at least one place, not " + places);
        }
        this.free = places;
    }

    /** Begins the work now or when it is its turn. Its place is free again when its future has ended, well or not. */
    <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
        return enter().thenCompose(turn -> work.get()).whenComplete((done, failure) -> leave());
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

    private void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        // On a thread of its own: work that ends at once would call the next one from within itself, without an end.
        Thread.startVirtualThread(() -> next.complete(null));
    }
}
