package io.percept.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.PerceptException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class HeldRecordsTest {

    private static final RecordTooLargeException TOO_LARGE = new RecordTooLargeException("too large");

    private final HeldRecords held = new HeldRecords(1_000);
    private final ConsumerRecord<byte[], byte[]> event = event();
    private final ProducerRecord<byte[], byte[]> result = new ProducerRecord<>("results", new byte[100]);

    @Test
    void shouldHoldWhatAnEventEndedAs() {
        held.open(event);

        held.send(event, result).join();

        assertThat(held.of(event)).containsExactly(result);
    }

    @Test
    void shouldRefuseWhatComesAfterThePartitionWasTakenAway() {
        held.open(event);
        held.closeThose(each -> each.partition() == 0);

        assertThatThrownBy(held.send(event, result)::join).hasCauseInstanceOf(PerceptException.class);
        assertThat(held.of(event)).isEmpty();
    }

    @Test
    void shouldTellTheSameOffsetReadTwiceApart() {
        ConsumerRecord<byte[], byte[]> again = event();
        held.open(event);
        held.closeThose(each -> true);
        held.open(again);

        assertThatThrownBy(held.send(event, result)::join).hasCauseInstanceOf(PerceptException.class);
        assertThat(held.send(again, result)).isCompleted();
    }

    @Test
    void shouldRefuseARecordThatWouldAbortTheTransactionOfAll() {
        held.open(event);

        assertThatThrownBy(held.send(event, new ProducerRecord<>("results", new byte[950]))::join)
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void shouldHoldTheSubstituteOfARecordInPlaceOfItAndOfWhatCameAfterIt() {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("dead", new byte[1]);
        held.open(event);
        held.send(event, new ProducerRecord<>("results", new byte[1])).join();
        ProducerRecord<byte[], byte[]> before = held.of(event).getFirst();
        held.send(event, result, failure -> held.send(event, letter)).join();
        held.send(event, new ProducerRecord<>("review", new byte[1])).join();

        held.replace(result, TOO_LARGE).join();

        assertThat(held.of(event)).containsExactly(before, letter);
    }

    @Test
    void shouldKeepARecordThatHasNoSubstitute() {
        held.open(event);
        held.send(event, result).join();

        assertThatThrownBy(held.replace(result, TOO_LARGE)::join).hasCause(TOO_LARGE);

        assertThat(held.of(event)).containsExactly(result);
    }

    @Test
    void shouldKeepARecordWhoseSubstituteCannotBeMade() {
        held.open(event);
        held.send(event, result, failure -> held.send(event, new ProducerRecord<>("dead", new byte[1]))
                        .thenRun(() -> {
                            throw new IllegalStateException("half made");
                        }))
                .join();

        assertThatThrownBy(held.replace(result, TOO_LARGE)::join).hasCauseInstanceOf(IllegalStateException.class);

        assertThat(held.of(event)).containsExactly(result);
    }

    @Test
    void shouldNeedNoSubstituteForWhatIsNoLongerHeld() {
        held.open(event);
        held.send(event, result).join();
        held.close(event);

        assertThat(held.replace(result, TOO_LARGE)).isCompleted();
        assertThat(held.of(event)).isEmpty();
    }

    @Test
    void shouldKeepARefusalForAsLongAsARecordIsHeldForItsTopic() {
        ConsumerRecord<byte[], byte[]> elsewhere = event(1);
        held.open(event);
        held.open(elsewhere);
        held.send(event, result).join();
        held.send(elsewhere, new ProducerRecord<>("results", new byte[100])).join();
        held.refused("results", new IllegalStateException("not authorised"));

        held.closeThose(each -> each.partition() == 0);

        assertThat(held.troubles()).containsOnlyKeys("results");

        held.closeThose(each -> each.partition() == 1);

        assertThat(held.troubles()).isEmpty();
    }

    @Test
    void shouldKeepNoRefusalOfWhatIsNoLongerHeld() {
        held.open(event);
        held.send(event, result).join();
        held.closeThose(each -> true);

        held.refused("results", new IllegalStateException("not authorised"));

        assertThat(held.troubles()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> event() {
        return event(0);
    }

    private static ConsumerRecord<byte[], byte[]> event(int partition) {
        return new ConsumerRecord<>("events", partition, 42L, new byte[0], new byte[0]);
    }
}
