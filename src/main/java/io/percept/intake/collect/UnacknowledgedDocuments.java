package io.percept.intake.collect;

import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.InterleavedDocument.Piece;
import io.percept.contract.InterleavedDocument.TextPiece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents since the last commit that the broker has to answer for, and the memory that they take until it does. For one
 * thread; the broker's answers may come on any.
 */
final class UnacknowledgedDocuments {

    private static final Logger log = LoggerFactory.getLogger(UnacknowledgedDocuments.class);

    private static final byte[] NOTHING = {};

    private final List<CompletableFuture<Void>> answers = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    /** @param answer completes when the broker has acknowledged the document; fails where it has to be read again */
    void add(InterleavedDocument document, CompletableFuture<Void> answer) {
        long size = size(document);
        bytes.addAndGet(size);
        answer.whenComplete((nothing, failure) -> bytes.addAndGet(-size));
        answers.add(answer);
    }

    /** About what is in memory of those without an answer, forgotten ones included. */
    long bytes() {
        return bytes.get();
    }

    /** Whether the broker has answered for every document. That it failed is an answer too, which {@link #throwIfFailed} meets. */
    boolean areAnswered() {
        return answers.stream().allMatch(CompletableFuture::isDone);
    }

    /** The same after a while, if need be. */
    boolean areAnsweredWithin(Duration limit) {
        try {
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("Not all documents were acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return areAnswered();
    }

    /**
     * To be called when all are answered.
     *
     * @throws java.util.concurrent.CompletionException where one has to be read again
     */
    void throwIfFailed() {
        answers.forEach(CompletableFuture::join);
    }

    /** They are committed, or are read again. What the broker is still to answer counts as in memory until it does. */
    void forget() {
        answers.clear();
    }

    /** About what a document takes until the broker has it. */
    private static long size(InterleavedDocument document) {
        long size = 0;
        for (Piece piece : document.pieces()) {
            size += switch (piece) {
                case TextPiece text -> text.text().length();
                case PicturePiece picture -> picture.content().orElse(NOTHING).length;
            };
        }
        return size;
    }
}
