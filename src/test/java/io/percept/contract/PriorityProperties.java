package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a priority is worth, whatever number a sender states. */
class PriorityProperties {

    private static final long SECOND = 1_000_000_000;

    @Property
    void shouldNeverBeWorthMoreThanTenSeconds(@ForAll int priority) {
        assertThat(Priority.headStartNanos(priority)).isBetween(-10 * SECOND, 10 * SECOND);
    }

    @Property
    void shouldNeverBeWorthLessWhereItIsHigher(@ForAll int one, @ForAll int other) {
        assertThat(Priority.headStartNanos(Math.max(one, other)))
                .isGreaterThanOrEqualTo(Priority.headStartNanos(Math.min(one, other)));
    }

    @Property
    void shouldCountEachStepUpToAHundredAsATenthOfASecond(@ForAll @IntRange(min = -100, max = 100) int priority) {
        assertThat(Priority.headStartNanos(priority)).isEqualTo(priority * SECOND / 10);
    }

    @Property
    void shouldCountWhatLiesBeyondAHundredAsAHundred(@ForAll @IntRange(min = 101) int priority) {
        assertThat(Priority.headStartNanos(priority)).isEqualTo(Priority.headStartNanos(100));
        assertThat(Priority.headStartNanos(-priority)).isEqualTo(Priority.headStartNanos(-100));
    }
}
