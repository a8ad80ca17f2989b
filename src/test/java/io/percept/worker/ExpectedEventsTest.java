package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Priority;
import org.junit.jupiter.api.Test;

class ExpectedEventsTest {

    private final ExpectedEvents expected = new ExpectedEvents();

    @Test
    void shouldCountAnEventFromItsBeginningToItsEnd() {
        ExpectedEvents.Expectation event = expected.of(0);
        assertThat(expected.atLeast(0)).isZero();

        event.begin();
        assertThat(expected.atLeast(0)).isOne();

        event.end();
        event.end();
        assertThat(expected.atLeast(0)).isZero();
    }

    @Test
    void shouldCountOnlyEventsThatAreAsUrgent() {
        expected.of(-1).begin();
        expected.of(0).begin();
        expected.of(2).begin();

        assertThat(expected.atLeast(Priority.headStartNanos(-1))).isEqualTo(3);
        assertThat(expected.atLeast(Priority.headStartNanos(0))).isEqualTo(2);
        assertThat(expected.atLeast(Priority.headStartNanos(1))).isOne();
    }

    @Test
    void shouldNotCountAnEventWhoseFilesComeAfterItsEnd() {
        ExpectedEvents.Expectation givenUp = expected.of(0);

        givenUp.end();
        givenUp.begin();

        assertThat(expected.atLeast(0)).isZero();
    }

    @Test
    void shouldShareEventsOutToTheWorkersThatWillGetThem() {
        PoolShared shared = PoolShared.of(2, WorkerOptions.DEFAULT, WorkerListener.NONE);
        for (int i = 0; i < 5; i++) {
            shared.expected().of(0).begin();
        }

        assertThat(shared.expectedByOne(0)).isEqualTo(2);
    }
}
