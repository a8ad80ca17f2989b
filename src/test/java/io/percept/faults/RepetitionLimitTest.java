package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RepetitionLimitTest {

    /** Three within one commit interval (half a second, and what the loop may be late), then one by itself. */
    private static final List<Terminal> TERMINALS = LongStream.of(0, 300, 600, 5_000)
            .mapToObj(RepetitionLimitTest::ending)
            .toList();

    @Test
    void shouldAllowWhatIsInFlightAndOneCommitIntervalsWorthForEachInterruption() {
        FaultSetup setup = FaultSetup.of(Delivery.AT_LEAST_ONCE, 1, 1);

        assertThat(RepetitionLimit.of(2, setup, TERMINALS)).isEqualTo(2 * (48 + 16 + 3));
    }

    @Test
    void shouldAllowNoneWithExactlyOnce() {
        FaultSetup setup = FaultSetup.of(Delivery.EXACTLY_ONCE, 1, 1);

        assertThat(RepetitionLimit.of(2, setup, TERMINALS)).isZero();
    }

    @Test
    void shouldAllowThoseOfOffsetsThatABrokerWithoutDiskHasLost() {
        FaultSetup setup = FaultSetup.of(Delivery.EXACTLY_ONCE, 1, 1).withBrokerData(Path.of("small"));

        assertThat(RepetitionLimit.of(1, setup, TERMINALS)).isEqualTo(48 + 16 + 3);
    }

    private static Terminal ending(long atMillis) {
        return new Terminal(Terminal.Topic.RESULTS, 0, 0, "id", "key", "", ByteString.EMPTY, "", "", atMillis);
    }
}
