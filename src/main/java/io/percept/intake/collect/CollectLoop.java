package io.percept.intake.collect;

import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.publish.MessageHeaders;
import io.percept.publish.corpus.DocumentSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls events, makes documents of each poll together, writes them in order, and commits when everything that was written is
 * durable: the broker has acknowledged it, and the files are whole. A crash repeats what was not committed, under the same
 * ids. There is no engine to be kept busy, so it waits for each poll as a whole; its only thread is the caller's.
 */
final class CollectLoop {

    private static final Logger log = LoggerFactory.getLogger(CollectLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Where documents are published. */
    interface Publisher {
        /** Completes when the broker has acknowledged. */
        CompletableFuture<Void> publish(ConsumerRecord<byte[], byte[]> event, InterleavedDocument document);
    }

    private final Consumer<byte[], byte[]> consumer;
    private final EventCollection collection;
    private final Publisher publisher;
    private final List<DocumentSink> files;
    private final CollectMeters meters;
    private final CollectProperties properties;
    private final List<CompletableFuture<Void>> unacknowledged = new ArrayList<>();
    private int written;
    private long lastRoll = System.nanoTime();

    CollectLoop(
            Consumer<byte[], byte[]> consumer,
            EventCollection collection,
            Publisher publisher,
            List<DocumentSink> files,
            CollectMeters meters,
            CollectProperties properties) {
        this.consumer = consumer;
        this.collection = collection;
        this.publisher = publisher;
        this.files = files;
        this.meters = meters;
        this.properties = properties;
    }

    /** Runs while it may; then finishes, commits and closes the consumer. */
    void run(String topic, BooleanSupplier mayRun) throws IOException {
        try (consumer) {
            consumer.subscribe(List.of(topic), new FinishBeforeRevocation());
            while (mayRun.getAsBoolean()) {
                take(consumer.poll(POLL));
                if (written >= properties.rollDocuments()
                        || System.nanoTime() - lastRoll
                                >= properties.rollInterval().toNanos()) {
                    finish();
                }
            }
            finish();
        } finally {
            for (DocumentSink file : files) {
                file.close();
            }
        }
    }

    private void take(Iterable<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        record Begun(ConsumerRecord<byte[], byte[]> record, CompletableFuture<CollectedEvent> event) {}
        List<Begun> begun = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String position = record.topic() + "/" + record.partition() + "@" + record.offset();
            begun.add(new Begun(
                    record, collection.begin(record.value(), MessageHeaders.read(record.headers()), position)));
        }
        for (Begun one : begun) {
            take(one.record(), one.event().join());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, CollectedEvent event) throws IOException {
        if (event.reason().isPresent() && event.reason().get().code() == ErrorCode.STOPPING) {
            throw event.reason().get();
        }
        meters.collected(event);
        event.reason()
                .ifPresent(reason -> log.debug(
                        "No document of {}@{}: {}", record.partition(), record.offset(), reason.getMessage()));
        if (event.document().isPresent()) {
            written++;
            unacknowledged.add(publisher.publish(record, event.document().get()));
            for (DocumentSink file : files) {
                file.write(event.document().get());
            }
        }
    }

    private void finish() throws IOException {
        for (DocumentSink file : files) {
            file.finish();
        }
        unacknowledged.forEach(CompletableFuture::join);
        unacknowledged.clear();
        consumer.commitSync();
        written = 0;
        lastRoll = System.nanoTime();
    }

    private final class FinishBeforeRevocation implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                finish();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    }
}
