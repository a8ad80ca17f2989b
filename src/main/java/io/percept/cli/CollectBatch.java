package io.percept.cli;

import io.percept.contract.PerceptException;
import io.percept.intake.collect.CollectedEvent;
import io.percept.publish.corpus.DocumentSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes documents in the order of their inputs, with some of them under way at once. Not thread-safe. */
final class CollectBatch {

    private static final int UNDER_WAY = 64;

    private record Begun(String name, CompletableFuture<CollectedEvent> event) {}

    private interface Step {
        void run() throws IOException;
    }

    /** Those that have not failed. One that has holds a document, or its file, in part: it is given up, and never made whole. */
    private final List<DocumentSink> sinks;

    private final CollectSummary summary;
    private final Deque<Begun> begun = new ArrayDeque<>();

    CollectBatch(List<DocumentSink> sinks, CollectSummary summary) {
        this.sinks = new ArrayList<>(sinks);
        this.summary = summary;
    }

    /** Takes one that has begun; where many have, it waits for the first of them alone. */
    void add(String name, CompletableFuture<CollectedEvent> event) throws IOException {
        begun.add(new Begun(name, event));
        if (begun.size() == UNDER_WAY) {
            write(begun.removeFirst());
        }
    }

    /** Writes what is left, and makes the files whole. */
    void finish() throws IOException {
        while (!begun.isEmpty()) {
            write(begun.removeFirst());
        }
        for (DocumentSink sink : List.copyOf(sinks)) {
            with(sink, sink::finish);
        }
    }

    /**
     * Does what {@link #finish} does as far as it still can be done, behind a failure. What fails besides is told.
     *
     * @return whether there are files that hold what was written
     */
    boolean keep() {
        while (!begun.isEmpty()) {
            Begun first = begun.removeFirst();
            attempt(() -> write(first));
        }
        for (DocumentSink sink : List.copyOf(sinks)) {
            attempt(() -> with(sink, sink::finish));
        }
        return !sinks.isEmpty();
    }

    private void write(Begun one) throws IOException {
        CollectedEvent event = one.event().join();
        if (event.document().isPresent()) {
            for (DocumentSink sink : List.copyOf(sinks)) {
                with(sink, () -> sink.write(event.document().get()));
            }
        }
        summary.add(one.name(), event);
    }

    private void with(DocumentSink sink, Step step) throws IOException {
        try {
            step.run();
        } catch (PerceptException e) {
            // A document that cannot be written: nothing of it was, and the sink is as good as before.
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            sinks.remove(sink);
            throw e;
        }
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            summary.lost(e);
        }
    }
}
