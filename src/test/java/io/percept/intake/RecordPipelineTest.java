package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import io.percept.intake.enrichment.Enrichment;
import io.percept.publish.DeadLetterPublisher;
import io.percept.publish.Doubling;
import io.percept.publish.LetterSender;
import io.percept.publish.MessageHeaders;
import io.percept.publish.ResultPublisher;
import io.percept.publish.ReviewCause;
import io.percept.publish.TopicProperties;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What becomes of single records where an outage may make one dead letter. */
class RecordPipelineTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final TopicProperties TOPICS = IntakeRig.topics("pipeline");
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
    private static final Instant LONG_AGO = Instant.parse("2020-01-31T12:00:00Z");
    private static final String EVENT = "{\"segments\":[{\"text\":\"a\"}],\"deadline\":\"60s\"}";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SentRecords sent = new SentRecords();
    private final OutageGuard outages =
            new OutageGuard(new DeadLetterProperties(1, 1, Duration.ofHours(1), WAIT, WAIT), registry);
    private final List<ImageEvent> tries = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Optional<CompletableFuture<EnrichmentResult>> held = Optional.empty();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile Executor decoding = Runnable::run;
    private volatile Optional<Instant> expiry = Optional.empty();
    private final IntakeMeters meters = new IntakeMeters(registry, new InFlightBudget(1, 1));
    private final Enrichment enrichment = new Enrichment() {
        @Override
        public CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
            return RecordPipelineTest.this.enrich(event);
        }

        @Override
        public Optional<Instant> expiry(ImageEvent event) {
            return expiry;
        }
    };
    private final RecordPipeline pipeline = pipelineOf(enrichment);

    @Test
    void shouldMakeNoLetterOfAnEventThatFailsAfterItWentAway() {
        failures.set(1);
        gone.set(true);

        CompletableFuture<Void> processed = process(EVENT);

        assertThat(codeOf(processed)).isEqualTo(ErrorCode.STOPPING);
        assertThat(sent.topics()).isEmpty();
        assertThat(ended).hasValue(0);
    }

    @Test
    void shouldNotWaitOutAnOutageForAnEventThatWentAway() {
        failures.set(2);
        process(EVENT).join();
        CompletableFuture<Void> waiting = process(EVENT);
        assertThat(outages.trouble()).isPresent();

        gone.set(true);

        await().atMost(LIMIT).until(waiting::isDone);
        assertThat(codeOf(waiting)).isEqualTo(ErrorCode.STOPPING);
        assertThat(outages.trouble()).isEmpty();
        assertThat(tries).hasSize(2);
        assertThat(sent.topics()).containsExactly(TOPICS.deadLetters());
    }

    @Test
    void shouldMakeNoFurtherTryOfAnEventThatWentAwayDuringAPause() {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        RecordPipeline retrying = pipelineOf(new RetryingEnrichment(
                enrichment,
                new IntakeProperties.Retry(6, WAIT, WAIT, LIMIT),
                new RetryBackOff(new Doubling(WAIT, WAIT), new Random(7)),
                length -> pause,
                Clock.systemUTC(),
                meters));
        failures.set(1);
        CompletableFuture<Void> processed = deliver(retrying, keyed(EVENT));

        gone.set(true);
        pause.complete(null);

        assertThat(codeOf(processed)).isEqualTo(ErrorCode.STOPPING);
        assertThat(tries).hasSize(1);
        assertThat(sent.topics()).isEmpty();
    }

    @Test
    void shouldCountAnEventAsWaitingWhileItIsTriedAgain() {
        failures.set(2);
        process(EVENT).join();
        CompletableFuture<EnrichmentResult> trying = new CompletableFuture<>();
        held = Optional.of(trying);
        CompletableFuture<Void> waiting = process(EVENT);

        await().atMost(LIMIT).until(() -> tries.size() == 3);
        assertThat(outages.trouble()).isPresent();

        trying.complete(IntakeRig.resultOf(tries.getLast()));
        await().atMost(LIMIT).until(waiting::isDone);
        assertThat(outages.trouble()).isEmpty();
    }

    @Test
    void shouldKeepTheTimeOfReceiptThroughAnOutage() {
        failures.set(3);
        process(EVENT).join();

        CompletableFuture<Void> processed = process(EVENT);

        await().atMost(LIMIT).until(processed::isDone);
        assertThat(sent.topics()).containsExactly(TOPICS.deadLetters(), TOPICS.results());
        assertThat(tries).hasSize(4);
        assertThat(tries.subList(1, 4).stream().map(ImageEvent::due).distinct()).hasSize(1);
    }

    @Test
    void shouldTakeTheTimestampOfItsRecordForTheTimeOfAnEventAtEachDelivery() {
        ConsumerRecord<byte[], byte[]> record = stamped(Instant.parse("2020-01-31T12:00:00Z"));

        deliver(record).join();
        deliver(record).join();

        assertThat(tries).extracting(ImageEvent::time).containsOnly(Instant.parse("2020-01-31T12:00:00Z"));
        assertThat(tries).extracting(ImageEvent::due).containsOnly(Optional.of(Instant.parse("2020-01-31T12:01:00Z")));
    }

    @Test
    void shouldTakeATimestampThatLiesAheadForNow() {
        Instant before = Instant.now();

        deliver(stamped(before.plus(Duration.ofDays(365)))).join();

        assertThat(tries).singleElement().satisfies(event -> assertThat(event.time())
                .isBetween(before, Instant.now()));
    }

    @Test
    void shouldTimeTheWaitForAThreadThatDecodesApartFromTheDecoding() {
        Queue<Runnable> queue = new ArrayDeque<>();
        decoding = queue::add;
        CompletableFuture<Void> processed = process(EVENT);
        long waiting = System.nanoTime();
        assertThat(room("queue").count()).isZero();

        long taken = System.nanoTime();
        queue.remove().run();

        assertThat(processed).isCompleted();
        assertThat(room("queue").count()).isOne();
        assertThat(room("queue").totalTime(TimeUnit.NANOSECONDS)).isGreaterThanOrEqualTo(taken - waiting);
        assertThat(room("decode").count()).isOne();
    }

    @Test
    void shouldTimeTheWaitForTheTurnWithinAKey() {
        CompletableFuture<EnrichmentResult> slow = new CompletableFuture<>();
        held = Optional.of(slow);
        process(EVENT);
        held = Optional.empty();
        CompletableFuture<Void> behind = process(EVENT);
        long ready = System.nanoTime();
        assertThat(room("turn").count()).isZero();

        long passed = System.nanoTime();
        slow.complete(IntakeRig.resultOf(tries.getFirst()));

        assertThat(behind).isCompleted();
        assertThat(room("turn").count()).isEqualTo(2);
        assertThat(room("turn").totalTime(TimeUnit.NANOSECONDS)).isGreaterThanOrEqualTo(passed - ready);
    }

    @Test
    void shouldGiveAResultThatWaitedForItsTurnTheTimeOfItsTurn() {
        CompletableFuture<EnrichmentResult> slow = behindASlowOne();
        Instant turn = Instant.now();

        slow.complete(IntakeRig.resultOf(tries.getFirst()));

        assertThat(timeOf(1)).isBetween(turn, Instant.now());
    }

    @Test
    void shouldCountAResultThatCameToItsTurnAfterItsDeadlineAsLate() {
        CompletableFuture<EnrichmentResult> slow = behindASlowOne();

        slow.complete(IntakeRig.resultOf(tries.getFirst()));

        assertThat(late()).isOne();
    }

    @Test
    void shouldLeaveAResultAsItIsThatDidNotWait() {
        deliver(stamped(KEY, LONG_AGO)).join();

        assertThat(timeOf(0)).isEqualTo(LONG_AGO);
        assertThat(late()).isZero();
    }

    @Test
    void shouldShedAResultWhoseEventExpiredBeforeItsTurn() {
        CompletableFuture<EnrichmentResult> slow = behindASlowOne();
        expiry = Optional.of(LONG_AGO);

        slow.complete(IntakeRig.resultOf(tries.getFirst()));

        assertThat(sent.topics()).containsExactly(TOPICS.results(), TOPICS.deadLetters());
        assertThat(registry.counter("percept.events.dead", "code", "EXPIRED").count())
                .isOne();
    }

    @Test
    void shouldEndATombstoneWithACountAndNothingElse() {
        CompletableFuture<Void> processed = process(null);

        assertThat(processed).isCompleted();
        assertThat(ended).hasValue(1);
        assertThat(sent.topics()).isEmpty();
        assertThat(registry.counter("percept.events.tombstones").count()).isOne();
        assertThat(registry.counter("percept.events.received").count()).isZero();
    }

    private Timer room(String room) {
        return registry.timer("percept.room", "room", room);
    }

    /** @param value null for none */
    private CompletableFuture<Void> process(String value) {
        return deliver(keyed(value));
    }

    /** @param value null for none */
    private static ConsumerRecord<byte[], byte[]> keyed(String value) {
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(TOPICS.events(), 0, 7, KEY, bytes);
    }

    /** An event of long ago that is done and waits for its turn, as the one before it in its key has no result yet. */
    private CompletableFuture<EnrichmentResult> behindASlowOne() {
        CompletableFuture<EnrichmentResult> slow = new CompletableFuture<>();
        held = Optional.of(slow);
        process(EVENT);
        held = Optional.empty();
        deliver(stamped(KEY, LONG_AGO));
        return slow;
    }

    /** When the result was given that was sent as the one of that number, from 0. */
    private Instant timeOf(int number) {
        return Instant.parse(
                MessageHeaders.read(sent.records().get(number).headers()).get("ce_time"));
    }

    private long late() {
        return registry.get("percept.events.late").summary().count();
    }

    private CompletableFuture<Void> deliver(ConsumerRecord<byte[], byte[]> record) {
        return deliver(pipeline, record);
    }

    private CompletableFuture<Void> deliver(RecordPipeline to, ConsumerRecord<byte[], byte[]> record) {
        return to.process(record, "partition", gone::get, ended::incrementAndGet);
    }

    private RecordPipeline pipelineOf(Enrichment enriching) {
        return new RecordPipeline(
                new EventCodec(List.of("caption")),
                work -> decoding.execute(work),
                enriching,
                new ResultPublisher(sent, TOPICS, Encoding.JSON, Set.of(ReviewCause.REVIEW), event -> {}, registry),
                new DeadLetterPublisher(sent, TOPICS.deadLetters(), new LetterSender("group", "here", "test")),
                outages,
                meters);
    }

    /** A record of the event with a timestamp of its own, and no key. */
    private static ConsumerRecord<byte[], byte[]> stamped(Instant timestamp) {
        return stamped(null, timestamp);
    }

    /** @param key null for none */
    private static ConsumerRecord<byte[], byte[]> stamped(byte[] key, Instant timestamp) {
        return new ConsumerRecord<>(
                TOPICS.events(),
                0,
                7,
                timestamp.toEpochMilli(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                EVENT.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private CompletableFuture<EnrichmentResult> enrich(ImageEvent event) {
        tries.add(event);
        return failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(PerceptException.passing(ErrorCode.FETCH_FAILED, "A slow host.", null))
                : held.orElseGet(() -> CompletableFuture.completedFuture(IntakeRig.resultOf(event)));
    }

    private static ErrorCode codeOf(CompletableFuture<Void> failed) {
        assertThat(failed).isCompletedExceptionally();
        return PerceptException.of(failed.exceptionNow()).code();
    }
}
