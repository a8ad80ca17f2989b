package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.PerceptException;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.TestResults;
import io.percept.contract.wire.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.kafka.core.ProducerFactory;

class PublishersTest {

    private static final TopicProperties TOPICS =
            new TopicProperties("events", "results", "dead", "review", 1, (short) 1);
    private static final RecordSink.Substitute NO_LETTER = CompletableFuture::failedFuture;
    private static final RecordTooLargeException TOO_LARGE = new RecordTooLargeException("too large");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProducerFactory<byte[], byte[]> factory = new ProducerFactory<>() {
        @Override
        public Producer<byte[], byte[]> createProducer() {
            return producer;
        }
    };
    private final RecordSender sender =
            new RecordSender(factory, new Doubling(Duration.ofMillis(1), Duration.ofMillis(4)));
    private final List<Object> told = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ResultPublisher results = showing(ReviewCause.REVIEW);
    private final DeadLetterPublisher deadLetters = new DeadLetterPublisher(
            sender,
            "dead",
            new LetterSender("percept", "percept-0", "1.2.3"),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    private final ConsumerRecord<byte[], byte[]> event =
            new ConsumerRecord<>("events", 2, 42L, bytes("key"), bytes("value"));

    @BeforeEach
    void trace() {
        event.headers().add("traceparent", bytes("00-trace-01"));
    }

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void shouldPublishUnderTheKeyOfTheEventAndCarryItsTraceOn() {
        results.publish(event, result(Action.ALLOW), NO_LETTER);

        ProducerRecord<byte[], byte[]> sent = sent(1).get(0);
        assertThat(sent.topic()).isEqualTo("results");
        assertThat(sent.key()).isEqualTo(bytes("key"));
        assertThat(MessageHeaders.read(sent.headers()))
                .containsEntry("traceparent", "00-trace-01")
                .containsEntry("ce_type", ResultPublisher.TYPE)
                .containsEntry("ce_subject", "event")
                .containsEntry("content-type", "application/json");
    }

    @Test
    void shouldPublishWhatComesOfAnEventWithoutAKeyUnderTheIdOfItsResult() {
        results.publish(withoutKey(), result(Action.REVIEW), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(sent(2))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("result", "result");
    }

    @Test
    void shouldCopyWhatAsksForAReviewWhenTheResultIsSafe() {
        CompletableFuture<Void> published = results.publish(event, result(Action.REVIEW), NO_LETTER);
        assertThat(sent(1)).extracting(ProducerRecord::topic).containsExactly("results");

        producer.completeNext();

        assertThat(sent(2)).extracting(ProducerRecord::topic).containsExactly("results", "review");
        assertThat(published).isNotDone();
        producer.completeNext();
        assertThat(published).isCompleted();
    }

    @Test
    void shouldCopyNothingThatNobodyIsToSee() {
        CompletableFuture<Void> published = results.publish(event, result(Action.BLOCK), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(published).isCompleted();
        assertThat(sent(1)).extracting(ProducerRecord::topic).containsExactly("results");
    }

    @ParameterizedTest
    @EnumSource(names = {"REVIEW", "BLOCK"})
    void shouldCopyEachDecisionThatAPersonIsToSee(Action action) {
        showing(ReviewCause.values()).publish(event, result(action), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(sent(2)).extracting(ProducerRecord::topic).containsExactly("results", "review");
        assertThat(new String(sent(2).get(1).value(), StandardCharsets.UTF_8)).contains(action.name());
    }

    @Test
    void shouldCopyNothingThatIsAllowed() {
        CompletableFuture<Void> published =
                showing(ReviewCause.values()).publish(event, result(Action.ALLOW), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(published).isCompleted();
        assertThat(sent(1)).hasSize(1);
    }

    @Test
    void shouldCopyAModerationThatFailedWhereAPersonIsToSeeIt() {
        showing(ReviewCause.FAILED).publish(event, result(failed("moderate")), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(sent(2)).extracting(ProducerRecord::topic).containsExactly("results", "review");
        assertThat(new String(sent(2).get(1).value(), StandardCharsets.UTF_8)).contains("ENGINE_FAILED");
    }

    @Test
    void shouldNotCopyAResultForTheFailureOfAnotherTask() {
        CompletableFuture<Void> published =
                showing(ReviewCause.FAILED).publish(event, result(failed("answer")), NO_LETTER);

        await().until(producer::completeNext);

        assertThat(published).isCompleted();
        assertThat(sent(1)).hasSize(1);
    }

    @Test
    void shouldSayWhatWasNotLookedAtInACopyThatIsCutDown() {
        ModerationDecision decision = new ModerationDecision(
                "default",
                "1",
                Action.REVIEW,
                List.of(),
                Optional.empty(),
                List.of("broken: https://a.example/gone.png"),
                Optional.of("images were not looked at"));
        results.publish(
                event,
                result(new TaskOutcome.Completed("moderate", "moderate", new TaskOutput.Moderation(decision))),
                NO_LETTER);

        await().until(producer::completeNext);
        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));

        assertThat(new String(sent(3).get(2).value(), StandardCharsets.UTF_8))
                .contains("broken: https://a.example/gone.png", "images were not looked at")
                .doesNotContain("a long story");
    }

    @Test
    void shouldCopyNothingOfAResultThatIsTooLarge() {
        CompletableFuture<Void> published = results.publish(event, result(Action.REVIEW), NO_LETTER);

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));

        assertThat(published).isCompletedExceptionally();
        assertThat(RecordSink.isTooLarge(published.exceptionNow())).isTrue();
        assertThat(sent(1)).extracting(ProducerRecord::topic).containsExactly("results");
    }

    @Test
    void shouldKeepWhenTheEventHappenedInACopyThatIsCutDown() {
        results.publish(event, happened(result(Action.REVIEW), Instant.parse("2026-01-02T03:04:05Z")), NO_LETTER);

        await().until(producer::completeNext);
        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));

        assertThat(new String(sent(3).get(2).value(), StandardCharsets.UTF_8))
                .contains("\"eventTime\":\"2026-01-02T03:04:05Z\"");
    }

    @Test
    void shouldCopyOnlyTheModerationWhereTheWholeIsTooLargeForReviews() {
        CompletableFuture<Void> published = results.publish(event, result(Action.REVIEW), NO_LETTER);

        await().until(producer::completeNext);
        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        ProducerRecord<byte[], byte[]> copy = sent(3).get(2);
        await().until(producer::completeNext);

        assertThat(copy.topic()).isEqualTo("review");
        assertThat(new String(copy.value(), StandardCharsets.UTF_8))
                .contains("\"eventId\":\"event\"", "REVIEW")
                .doesNotContain("a long story");
        assertThat(published).isCompleted();
        assertThat(tooLargeForReviews("shortened")).isOne();
    }

    @Test
    void shouldEndAsItsResultWhereEvenTheModerationIsTooLargeForReviews() {
        CompletableFuture<Void> published = results.publish(event, result(Action.REVIEW), NO_LETTER);

        await().until(producer::completeNext);
        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        await().until(() -> producer.errorNext(new RecordTooLargeException("still too large")));

        assertThat(published).isCompleted();
        assertThat(told).hasSize(1);
        assertThat(tooLargeForReviews("none")).isOne();
    }

    @Test
    void shouldCutDownAHeldCopyThatItsTopicDoesNotTake() {
        HeldRecords held = holding();
        showing(held, ReviewCause.REVIEW)
                .publish(event, result(Action.REVIEW), NO_LETTER)
                .join();

        held.replace(held.of(event).getLast(), TOO_LARGE).join();

        assertThat(held.of(event)).extracting(ProducerRecord::topic).containsExactly("results", "review");
        assertThat(new String(held.of(event).getLast().value(), StandardCharsets.UTF_8))
                .contains("REVIEW")
                .doesNotContain("a long story");
        assertThat(tooLargeForReviews("shortened")).isOne();

        held.replace(held.of(event).getLast(), TOO_LARGE).join();

        assertThat(held.of(event)).extracting(ProducerRecord::topic).containsExactly("results");
        assertThat(tooLargeForReviews("none")).isOne();
    }

    @Test
    void shouldHoldALetterAloneInPlaceOfAResultThatItsTopicDoesNotTake() {
        HeldRecords held = holding();
        showing(held, ReviewCause.REVIEW)
                .publish(
                        event,
                        result(Action.REVIEW),
                        tooLarge -> held.send(event, new ProducerRecord<>("dead", bytes("letter"))))
                .join();

        held.replace(held.of(event).getFirst(), TOO_LARGE).join();

        assertThat(held.of(event)).extracting(ProducerRecord::topic).containsExactly("dead");
    }

    @Test
    void shouldTellTheApplicationOnlyAfterTheAcknowledgement() {
        results.publish(event, result(Action.ALLOW), NO_LETTER);
        sent(1);
        assertThat(told).isEmpty();

        producer.completeNext();

        assertThat(told).singleElement().isInstanceOf(ResultPublished.class);
    }

    @Test
    void shouldSendTheOriginalBytesAndTheReasonToTheDeadLetters() {
        bury(OptionalInt.of(3));

        ProducerRecord<byte[], byte[]> letter = sent(1).get(0);
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).isEqualTo(bytes("value"));
        assertThat(MessageHeaders.read(letter.headers()))
                .containsEntry("percept-error-code", "INVALID_ENVELOPE")
                .containsEntry("percept-error-message", "no event")
                .containsEntry("percept-error-passing", "false")
                .containsEntry("percept-error-class", "java.lang.IllegalStateException")
                .containsEntry("percept-error-tries", "3")
                .containsEntry("percept-error-time", "1970-01-01T00:00:00Z")
                .containsEntry("percept-instance", "percept-0")
                .containsEntry("percept-version", "1.2.3")
                .containsEntry("percept-original-topic", "events")
                .containsEntry("percept-original-partition", "2")
                .containsEntry("percept-original-offset", "42")
                .containsEntry("percept-original-group", "percept");
    }

    @Test
    void shouldKeepEveryHeaderOfTheEventAndPutItsOwnBehindThem() {
        event.headers().add("tag", bytes("one")).add("tag", bytes("two")).add("percept-error-code", bytes("theirs"));

        bury(OptionalInt.empty());

        DeadLetter letter = letter(sent(1).get(0));
        assertThat(letter.originalHeaders())
                .extracting(header -> header.key() + "=" + text(header))
                .containsExactly("traceparent=00-trace-01", "tag=one", "tag=two", "percept-error-code=theirs");
        assertThat(letter.code()).isEqualTo("INVALID_ENVELOPE");
    }

    @Test
    void shouldSayOfALetterWhetherItsFailureMayPass() {
        event.headers().add("percept-error-passing", bytes("false"));

        deadLetters.publish(
                event, PerceptException.passing(ErrorCode.FETCH_FAILED, "a slow host", null), OptionalInt.of(3));
        deadLetters.publish(event, new PerceptException(ErrorCode.FETCH_FAILED, "404"), OptionalInt.empty());

        assertThat(sent(2))
                .extracting(record -> letter(record).passing().orElseThrow())
                .containsExactly(true, false);
    }

    @Test
    void shouldNotKnowOfALetterOfAnOlderVersionWhetherItsFailureMayPass() {
        event.headers().add("percept-error-passing", bytes("true"));
        bury(OptionalInt.empty());
        ProducerRecord<byte[], byte[]> letter = sent(1).get(0);
        ConsumerRecord<byte[], byte[]> old = new ConsumerRecord<>("dead", 0, 7, letter.key(), letter.value());
        StreamSupport.stream(letter.headers().spliterator(), false)
                .filter(header -> !text(header).equals("false"))
                .forEach(old.headers()::add);

        assertThat(new DeadLetter(old).passing()).isEmpty();
    }

    @Test
    void shouldGiveTheLettersOfRepeatedDeliveriesTheSameId() {
        bury(OptionalInt.empty());
        bury(OptionalInt.empty());

        assertThat(sent(2))
                .extracting(record -> letter(record).id())
                .containsOnly(DeadLetter.idOf(new Position("events", 2, 42), event.timestamp()));
    }

    @Test
    void shouldSendTheLetterOfAnEventWithoutAKeyUnderItsOwnId() {
        deadLetters.publish(
                withoutKey(), new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event"), OptionalInt.empty());

        DeadLetter letter = letter(sent(1).get(0));
        assertThat(letter.record().key()).isEqualTo(bytes(letter.id()));
        assertThat(letter.originalKey()).isEmpty();
    }

    @Test
    void shouldKnowTheKeyOfAnEventWhateverItsHeadersSay() {
        event.headers().add("percept-original-key", bytes("none"));

        bury(OptionalInt.empty());

        assertThat(letter(sent(1).get(0)).originalKey())
                .hasValueSatisfying(key -> assertThat(key).isEqualTo(bytes("key")));
    }

    @Test
    void shouldSendAReferenceWhereTheBytesAreTooMany() {
        CompletableFuture<Void> buried = bury(OptionalInt.empty());

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        ProducerRecord<byte[], byte[]> reference = sent(2).get(1);
        await().until(producer::completeNext);

        assertThat(reference.value()).isEmpty();
        assertThat(reference.key()).isEqualTo(bytes("key"));
        assertThat(letter(reference).leftOut()).hasValue("left out, it is too large");
        assertThat(buried).isCompleted();
    }

    @Test
    void shouldLeaveOutHeadersThatAreTooManyToo() {
        CompletableFuture<Void> buried = bury(OptionalInt.empty());

        await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        await().until(() -> producer.errorNext(new RecordTooLargeException("still too large")));
        DeadLetter bare = letter(sent(3).get(2));
        await().until(producer::completeNext);

        assertThat(bare.originalHeaders()).isEmpty();
        assertThat(bare.record().key()).isEqualTo(bytes(bare.id()));
        assertThat(bare.originalKey()).isEmpty();
        assertThat(bare.original()).hasValue(new Position("events", 2, 42));
        assertThat(buried).isCompleted();
    }

    @Test
    void shouldSayWhatToRaiseWhereALetterFitsInNoForm() {
        CompletableFuture<Void> buried = bury(OptionalInt.empty());

        for (int form = 0; form < 3; form++) {
            await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
        }

        assertThat(buried).isCompletedExceptionally();
        assertThat(buried.exceptionNow()).hasMessageContainingAll("topic dead", "max.message.bytes");
    }

    @Test
    void shouldSayWhatToRaiseWhereAHeldLetterFitsInNoForm() {
        HeldRecords held = holding();
        new DeadLetterPublisher(held, "dead", new LetterSender("percept", "percept-0", "1.2.3"))
                .publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event"), OptionalInt.empty())
                .join();
        held.replace(held.of(event).getFirst(), TOO_LARGE).join();
        held.replace(held.of(event).getFirst(), TOO_LARGE).join();

        CompletableFuture<Void> replaced = held.replace(held.of(event).getFirst(), TOO_LARGE);

        assertThat(replaced).isCompletedExceptionally();
        assertThat(replaced.exceptionNow()).hasMessageContainingAll("topic dead", "max.message.bytes");
    }

    @Test
    void shouldLeaveOutOfAHeldLetterWhatItsTopicDoesNotTake() {
        HeldRecords held = holding();
        new DeadLetterPublisher(held, "dead", new LetterSender("percept", "percept-0", "1.2.3"))
                .publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event"), OptionalInt.empty())
                .join();

        held.replace(held.of(event).getFirst(), TOO_LARGE).join();

        ProducerRecord<byte[], byte[]> reference = held.of(event).getFirst();
        assertThat(reference.value()).isEmpty();
        assertThat(letter(reference).originalHeaders()).isNotEmpty();

        held.replace(reference, TOO_LARGE).join();

        DeadLetter bare = letter(held.of(event).getFirst());
        assertThat(held.of(event)).hasSize(1);
        assertThat(bare.originalHeaders()).isEmpty();
        assertThat(bare.original()).hasValue(new Position("events", 2, 42));
    }

    @Test
    void shouldFitALetterWhateverTheReasonSays() {
        HeldRecords held = holding();
        String reason = "Event " + "\ud83d\udc22".repeat(1 << 19) + ": it has no segments.";

        new DeadLetterPublisher(held, "dead", new LetterSender("percept", "percept-0", "1.2.3"))
                .publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, reason), OptionalInt.empty())
                .join();

        assertThat(held.of(event))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(bytes("value")))
                .extracting(letter -> MessageHeaders.read(letter.headers()).get("percept-error-message"))
                .asString()
                .startsWith("Event \ud83d\udc22")
                .endsWith("\ud83d\udc22… (cut, it has %d characters)".formatted(reason.length()));
    }

    private CompletableFuture<Void> bury(OptionalInt tries) {
        Exception cause = new IllegalStateException("of the parser");
        return deadLetters.publish(event, new PerceptException(ErrorCode.INVALID_ENVELOPE, "no event", cause), tries);
    }

    private static ConsumerRecord<byte[], byte[]> withoutKey() {
        return new ConsumerRecord<>("events", 2, 43L, null, bytes("value"));
    }

    private static DeadLetter letter(ProducerRecord<byte[], byte[]> sent) {
        ConsumerRecord<byte[], byte[]> read = new ConsumerRecord<>("dead", 0, 7, sent.key(), sent.value());
        sent.headers().forEach(read.headers()::add);
        return new DeadLetter(read);
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private List<ProducerRecord<byte[], byte[]>> sent(int count) {
        await().until(() -> producer.history().size() == count);
        return producer.history();
    }

    private double tooLargeForReviews(String copy) {
        return registry.counter("percept.reviews.too.large", "copy", copy).count();
    }

    private static EnrichmentResult happened(EnrichmentResult result, Instant time) {
        return new EnrichmentResult(
                result.id(),
                result.eventId(),
                result.source(),
                result.time(),
                Optional.of(time),
                result.model(),
                result.outcomes(),
                result.timings(),
                result.attributes(),
                result.document(),
                result.reused());
    }

    private ResultPublisher showing(ReviewCause... causes) {
        return showing(sender, causes);
    }

    private ResultPublisher showing(RecordSink sink, ReviewCause... causes) {
        return new ResultPublisher(sink, TOPICS, Encoding.JSON, Set.of(causes), told::add, registry);
    }

    private HeldRecords holding() {
        HeldRecords held = new HeldRecords(1 << 20);
        held.open(event);
        return held;
    }

    private static TaskOutcome failed(String type) {
        return new TaskOutcome.Failed(type, type, ErrorCode.ENGINE_FAILED, "failed");
    }

    private static EnrichmentResult result(Action action) {
        ModerationDecision decision = new ModerationDecision(
                "default", "1", action, List.of(), Optional.empty(), List.of(), Optional.empty());
        return result(new TaskOutcome.Completed("moderate", "moderate", new TaskOutput.Moderation(decision)));
    }

    private static EnrichmentResult result(TaskOutcome moderation) {
        return TestResults.of(List.of(
                new TaskOutcome.Completed("caption", "caption", new TaskOutput.Text("a long story", Optional.empty())),
                moderation));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
