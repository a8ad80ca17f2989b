package io.percept.cli;

import io.percept.cli.progress.StepBar;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Does many things with some of them under way at once, and shows how far it is. */
final class Progress {

    private static final int UNDER_WAY = 64;

    /** Fewer are done before anybody has read a bar. */
    private static final int MANY = 8;

    private Progress() {}

    /**
     * Does many things, some of them at once, and ends them in their order.
     *
     * @param start begins the work on an item; must not fail by throwing
     * @param end is given each item's future, which has ended, in the order of the items
     */
    static <T, R> void run(
            String title,
            List<T> items,
            Function<T, CompletableFuture<R>> start,
            BiConsumer<T, CompletableFuture<R>> end) {
        record UnderWay<T, R>(T item, CompletableFuture<R> result) {}
        Deque<UnderWay<T, R>> underWay = new ArrayDeque<>();
        Iterator<T> rest = items.iterator();
        try (StepBar bar = items.size() < MANY ? null : new StepBar(title, items.size())) {
            while (rest.hasNext() || !underWay.isEmpty()) {
                while (rest.hasNext() && underWay.size() < UNDER_WAY) {
                    T item = rest.next();
                    underWay.add(new UnderWay<>(item, start.apply(item)));
                }
                UnderWay<T, R> first = underWay.removeFirst();
                first.result().exceptionally(failure -> null).join();
                end.accept(first.item(), first.result());
                if (bar != null) {
                    bar.step();
                }
            }
        }
    }
}
