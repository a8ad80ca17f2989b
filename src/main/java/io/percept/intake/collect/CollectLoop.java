package io.percept.intake.collect;

import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import io.percept.publish.Position;
import io.percept.publish.corpus.DocumentSink;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls events, makes documents of each poll together, writes them in order, and commits when everything that was written is
 * durable: the broker has acknowledged it, and the files are whole. A crash repeats what was not committed, under the same
 * ids. There is no engine to be kept busy, so it waits for each poll as a whole, but not for an event that takes so long that the group
 * would take the member for gone; its only thread is the caller's. While the broker has too much to acknowledge, or has yet to
 * acknowledge the documents of files that are to become whole, partitions are paused and polling goes on, so that the group keeps
 * the member. Where nothing can be polled, at a stop and while partitions are given back, it waits for a few seconds only; what is
 * not acknowledged then is given up, with the files, and read again.
 *
 * <p>What is committed is the consumer's position, which is behind all that a poll gave. So it is committed only while every
 * event of the last poll has been written or has a reason: a loop that fails in between commits nothing more.
 */
final class CollectLoop {

    private static final Logger log = LoggerFactory.getLogger(CollectLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** A loop that has committed as a member of its group has shown that it does its work; so that must not take an hour. */
    private static final Duration FIRST_ROLL = Duration.ofSeconds(10);
    /** How long it waits for the broker where it cannot poll meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Where documents come from. */
    interface Collecting {
        /** Begins with an event; completes with what became of it, and does not fail. */
        CompletableFuture<CollectedEvent> begin(ConsumerRecord<byte[], byte[]> event);
    }

    /** Where documents are published. */
    interface Publisher {
        /**
         * Completes when the broker has acknowledged; fails with {@link ErrorCode#RESULT_TOO_LARGE} where the topic has to lack the
         * document, and with anything else where all that is not acknowledged has to be read again.
         *
         * @throws PerceptException where this document cannot be published, and others can
         */
        CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final Collecting collecting;
    private final Publisher publisher;
    private final List<DocumentSink> files;
    private final CollectMeters meters;
    private final CollectProperties properties;
    private final Duration timeLimit;
    private final UnacknowledgedDocuments unacknowledged = new UnacknowledgedDocuments();
    private int written;
    private boolean polling;
    private long rollNanos;
    private long lastRoll = System.nanoTime();

    /** @param timeLimit for one event; one that takes longer is left out, so that the poll that it came with ends */
    CollectLoop(
            Consumer<byte[], byte[]> consumer,
            Collecting collecting,
            Publisher publisher,
            List<DocumentSink> files,
            CollectMeters meters,
            CollectProperties properties,
            Duration timeLimit) {
        this.consumer = consumer;
        this.collecting = collecting;
        this.publisher = publisher;
        this.files = files;
        this.meters = meters;
        this.properties = properties;
        this.timeLimit = timeLimit;
        this.rollNanos =
                Math.min(FIRST_ROLL.toNanos(), properties.rollInterval().toNanos());
    }

    /**
     * Runs while it may; then finishes, commits and closes the consumer and, whatever has failed, every file.
     *
     * @param works is run whenever the loop has committed what it did as a member of its group
     */
    void run(String topic, BooleanSupplier mayRun, Runnable works) throws IOException {
        try (Closeable all = () -> DocumentSink.closeAll(files);
                consumer) {
            consumer.subscribe(List.of(topic), new FinishBeforeRevocation(works));
            while (mayRun.getAsBoolean()) {
                settlePauses();
                take(poll());
                if (isRollDue() && unacknowledged.areAnswered()) {
                    finish(works);
                }
            }
            if (unacknowledged.areAnsweredWithin(PATIENCE)) {
                finish(works);
            } else {
                // Closing gives the files up.
                log.warn("Stopping before the broker has acknowledged all documents: {} are collected again", written);
            }
        }
    }

    private void settlePauses() {
        if (unacknowledged.bytes() > properties.maxInFlightBytes().toBytes()
                || isRollDue() && !unacknowledged.areAnswered()) {
            // All of them each time: a rebalance may have brought some that are not paused yet.
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        polling = true;
        try {
            return consumer.poll(POLL);
        } finally {
            polling = false;
        }
    }

    private void take(Iterable<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        record Begun(ConsumerRecord<byte[], byte[]> record, CompletableFuture<CollectedEvent> event) {}
        List<Begun> begun = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            // A tombstone is no event: it erases a key from a compacted topic.
            if (record.value() != null) {
                begun.add(new Begun(record, begin(record)));
            }
        }
        for (Begun one : begun) {
            take(one.record(), one.event().join());
        }
    }

    private CompletableFuture<CollectedEvent> begin(ConsumerRecord<byte[], byte[]> record) {
        return collecting
                .begin(record)
                .orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> CollectedEvent.of(null, tookTooLong(failure)));
    }

    private PerceptException tookTooLong(Throwable failure) {
        return PerceptException.passing(
                ErrorCode.TIMED_OUT,
                "It was not collected within %d ms, half of the consumer's max.poll.interval.ms: raise that, or lower percept.collect.max-images-per-page."
                        .formatted(timeLimit.toMillis()),
                failure);
    }

    private void take(ConsumerRecord<byte[], byte[]> record, CollectedEvent event) throws IOException {
        if (event.document().isEmpty()) {
            leaveOut(record, event.reason().orElseThrow());
            return;
        }
        try {
            write(record, event.document().get());
        } catch (PerceptException e) {
            // Read again, it would fail again.
            leaveOut(record, e);
        }
    }

    private void leaveOut(ConsumerRecord<byte[], byte[]> record, PerceptException reason) {
        if (reason.code() == ErrorCode.STOPPING) {
            throw reason;
        }
        meters.leftOut(reason.code());
        log.debug("No document of {}: {}", Position.of(record), reason.getMessage());
    }

    /** @throws PerceptException where this document cannot be written, and others can */
    private void write(ConsumerRecord<byte[], byte[]> record, InterleavedDocument document) throws IOException {
        CompletableFuture<Void> published = publish(record, document);
        for (DocumentSink file : files) {
            file.write(document);
        }
        written++;
        published.whenComplete((nothing, failure) -> {
            if (failure == null || isLeftOut(failure) && !files.isEmpty()) {
                meters.written();
            } else if (isLeftOut(failure)) {
                leaveOut(record, PerceptException.of(failure));
            }
        });
    }

    private CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> record, InterleavedDocument document) {
        CompletableFuture<Void> published = publisher.publish(record, document);
        unacknowledged.add(
                document,
                published.exceptionallyCompose(failure -> isLeftOut(failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure)));
        return published;
    }

    /** Whether the topic lacks the document, which is no failure of the loop: sent again, it would be left out again. */
    private static boolean isLeftOut(Throwable failure) {
        return PerceptException.of(failure).code() == ErrorCode.RESULT_TOO_LARGE;
    }

    private boolean isRollDue() {
        return written >= properties.rollDocuments() || System.nanoTime() - lastRoll >= rollNanos;
    }

    /** To be called when all is answered. Files become whole after that: those of a loop that fails here would stand twice. */
    private void finish(Runnable works) throws IOException {
        unacknowledged.throwIfFailed();
        for (DocumentSink file : files) {
            file.finish();
        }
        consumer.commitSync();
        beginAnew();
        // Before it is in its group there is nothing to commit, and the broker was not asked.
        if (consumer.groupMetadata().generationId() >= 0) {
            rollNanos = properties.rollInterval().toNanos();
            works.run();
        }
    }

    /**
     * Everything since the last commit is read again, by whoever has the partitions then.
     *
     * @throws IllegalStateException where partitions stay, which would go on behind what was given up
     */
    private void giveUp(Collection<TopicPartition> leaving) throws IOException {
        log.warn("{} leave before all is finished: {} documents are collected again", leaving, written);
        DocumentSink.closeAll(files);
        beginAnew();
        if (!leaving.containsAll(consumer.assignment())) {
            throw new IllegalStateException(
                    "The broker did not acknowledge documents while partitions were given back; all are read again from what was committed");
        }
    }

    private void beginAnew() {
        unacknowledged.forget();
        written = 0;
        lastRoll = System.nanoTime();
    }

    /**
     * Partitions are given back within a poll, when all of the one before is written; and by closing the consumer, when
     * there is nothing left to finish, or the loop has failed and nobody knows what is written. Those that are lost may be another
     * member's already, and nothing of them can be committed.
     */
    private final class FinishBeforeRevocation implements ConsumerRebalanceListener {

        private final Runnable works;

        FinishBeforeRevocation(Runnable works) {
            this.works = works;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!polling) {
                return;
            }
            try {
                if (unacknowledged.areAnsweredWithin(PATIENCE)) {
                    finish(works);
                } else {
                    giveUp(partitions);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (!polling) {
                return;
            }
            try {
                giveUp(partitions);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
}
