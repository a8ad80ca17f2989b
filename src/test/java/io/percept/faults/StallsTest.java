package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {

    @Test
    void shouldMeasureFromTheLastEndingWhileEventsWait() {
        var events = List.of(event("a", 0), event("b", 10));

        assertThat(Stalls.longest(events, List.of(ending("a", 100), ending("b", 450))))
                .isEqualTo(350);
    }

    @Test
    void shouldNotCountTimeInWhichNothingWaited() {
        var events = List.of(event("a", 0), event("b", 5_000));

        assertThat(Stalls.longest(events, List.of(ending("a", 100), ending("b", 5_020))))
                .isEqualTo(20);
    }

    @Test
    void shouldNotCountTheStart() {
        var events = List.of(event("a", 0), event("b", 0));

        assertThat(Stalls.longest(events, List.of(ending("a", 9_000), ending("b", 9_010))))
                .isEqualTo(10);
    }

    @Test
    void shouldNotTakeARepetitionForProgress() {
        var events = List.of(event("a", 0), event("b", 0));

        assertThat(Stalls.longest(events, List.of(ending("a", 10), ending("a", 500), ending("b", 1_000))))
                .isEqualTo(990);
    }

    private static SentEvent event(String id, long atMillis) {
        return new SentEvent(id, "key", 0, 0, 0, Expectation.RESULT, atMillis);
    }

    private static Terminal ending(String id, long atMillis) {
        return new Terminal(Terminal.Topic.RESULTS, 0, 0, id, "key", "", ByteString.EMPTY, "", "", atMillis);
    }
}
