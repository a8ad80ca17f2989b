package io.percept.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Produces events of a mix at a pace, and enters them in the ledger when the broker has acknowledged them. */
final class Traffic implements AutoCloseable {

    private static final long WAIT_NANOS = 2_000_000;

    private final Ledger ledger;
    private final EventMix mix;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private final Queue<EventMix.Kind> extra = new ConcurrentLinkedQueue<>();
    private volatile Pace pace = Pace.none();
    private volatile boolean paceIsNew;
    private volatile boolean stopping;

    Traffic(String servers, EventMix mix, Ledger ledger) {
        this.ledger = ledger;
        this.mix = mix;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", servers,
                        "acks", "all",
                        "enable.idempotence", true,
                        "linger.ms", 2,
                        // One request at a time: events keep their order whatever the broker goes through.
                        "max.in.flight.requests.per.connection", 1,
                        "max.block.ms", 300_000,
                        "delivery.timeout.ms", 300_000,
                        "reconnect.backoff.max.ms", 500),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name("traffic").start(this::produce);
    }

    void at(Pace next) {
        pace = next;
        paceIsNew = true;
    }

    /** Sends one event of a kind among the others. */
    void once(EventMix.Kind kind) {
        extra.add(kind);
    }

    private void produce() {
        long since = System.nanoTime();
        long sent = 0;
        while (!stopping) {
            if (paceIsNew) {
                paceIsNew = false;
                since = System.nanoTime();
                sent = 0;
            }
            EventMix.Kind wanted = extra.poll();
            if (wanted != null) {
                send(mix.next(wanted));
            } else if (pace.maySend(sent, ledger.outstanding(), System.nanoTime() - since)) {
                send(mix.next());
                sent++;
            } else {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
    }

    private void send(PlannedEvent event) {
        var record = new ProducerRecord<>(Topics.EVENTS, event.key().getBytes(StandardCharsets.UTF_8), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        ledger.sending(event.id());
        producer.send(record, (where, failure) -> {
            if (failure == null) {
                ledger.acknowledged(new SentEvent(
                        event.id(),
                        event.key(),
                        event.sequence(),
                        where.partition(),
                        where.offset(),
                        event.expected(),
                        ledger.now()));
            }
        });
    }

    /** Sends no more, and waits for what is on its way to the broker. */
    void finish() {
        stopping = true;
        join(Duration.ofSeconds(310));
        producer.flush();
    }

    private void join(Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping = true;
        join(Duration.ofSeconds(1));
        producer.close(Duration.ofSeconds(1));
    }
}
