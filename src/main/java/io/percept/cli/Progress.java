package io.percept.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on the standard error how far a command is, and does many things with some of them under way at once. */
public final class Progress {

    private static final int UNDER_WAY = 64;
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
        try (ProgressBar bar = items.size() < MANY ? null : bar(title, items.size())) {
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

    /** Work of a few long steps of unlike length. */
    public static Steps steps(String title, int count) {
        return new Steps(bar(title, count));
    }

    /** A bar that names the step under way. */
    public static final class Steps implements AutoCloseable {

        private final ProgressBar bar;
        private boolean begun;

        private Steps(ProgressBar bar) {
            this.bar = bar;
        }

        /** The step before has ended, if there was one, and the next begins. */
        public void next(String step) {
            if (begun) {
                bar.step();
            }
            begun = true;
            bar.setExtraMessage(step);
        }

        /** One of many short steps has ended. */
        public void step() {
            bar.step();
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private static ProgressBar bar(String title, int count) {
        return new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
    }
}
