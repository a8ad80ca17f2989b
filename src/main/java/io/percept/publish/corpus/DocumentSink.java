package io.percept.publish.corpus;

import io.percept.contract.InterleavedDocument;
import java.io.IOException;
import java.util.List;

/** Where collected documents are written. Not thread-safe. */
public interface DocumentSink extends AutoCloseable {

    /**
     * Takes a document. It need not be readable before {@link #finish}.
     *
     * @throws io.percept.contract.PerceptException where this document cannot be written; nothing of it was, and others can
     */
    void write(InterleavedDocument document) throws IOException;

    /** Makes everything that was written durable and readable. What is written after it goes to a new file. */
    void finish() throws IOException;

    /** Gives up what was not finished. What is written after it goes to a new file. */
    @Override
    void close() throws IOException;

    /** Closes all, the last one first; one that fails keeps no other open. */
    static void closeAll(List<? extends DocumentSink> sinks) throws IOException {
        if (!sinks.isEmpty()) {
            try (DocumentSink first = sinks.getFirst()) {
                closeAll(sinks.subList(1, sinks.size()));
            }
        }
    }
}
