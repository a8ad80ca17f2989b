package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class JoiningTest {

    private static final int FULL_CALL = 32;

    private final Joining joining = new Joining(FULL_CALL);

    @Test
    void shouldLetFewWaitWhileMuchIsUnderWay() {
        assertThat(joining.waits(20, 1)).isTrue();
    }

    @Test
    void shouldLetEightJoinAtOnce() {
        assertThat(joining.waits(20, 7)).isTrue();
        assertThat(joining.waits(20, 8)).isFalse();
    }

    @Test
    void shouldLetNobodyWaitWhereLittleIsUnderWay() {
        assertThat(joining.waits(15, 1)).isFalse();
    }

    @Test
    void shouldLetNobodyWaitForMoreThanEightRounds() {
        for (int round = 0; round < 8; round++) {
            assertThat(joining.waits(20, 1)).isTrue();
        }
        assertThat(joining.waits(20, 1)).isFalse();
        assertThat(joining.waits(20, 1)).isTrue();
    }

    @Test
    void shouldBeginAnewWhereNobodyWaited() {
        for (int round = 0; round < 8; round++) {
            joining.waits(20, 1);
        }
        joining.waits(20, 0);

        assertThat(joining.waits(20, 1)).isTrue();
    }

    @Property
    void shouldLetNobodyWaitWhereRowsCostNothing(
            @ForAll @IntRange(min = 0, max = 64) int active, @ForAll @IntRange(min = 0, max = 64) int jobs) {
        assertThat(new Joining(1).waits(active, jobs)).isFalse();
    }
}
