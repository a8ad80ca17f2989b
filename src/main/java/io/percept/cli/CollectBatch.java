package io.percept.cli;

import io.percept.intake.collect.CollectedEvent;
import io.percept.publish.corpus.DocumentSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Writes documents in the order of their inputs, with some of them under way at once. Not thread-safe. */
final class CollectBatch {

    private static final int UNDER_WAY = 64;

    private record Begun(String name, CompletableFuture<CollectedEvent> event) {}

    private final List<DocumentSink> sinks;
    private final CollectSummary summary;
    private final Deque<Begun> begun = new ArrayDeque<>();

    CollectBatch(List<DocumentSink> sinks, CollectSummary summary) {
        this.sinks = sinks;
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
        for (DocumentSink sink : sinks) {
            sink.finish();
        }
    }

    private void write(Begun one) throws IOException {
        CollectedEvent event = one.event().join();
        summary.add(one.name(), event);
        if (event.document().isPresent()) {
            for (DocumentSink sink : sinks) {
                sink.write(event.document().get());
            }
        }
    }
}
