package io.percept.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100 << 10);

    @Test
    void shouldHaveNoRoomForMoreThanItsBytes() {
        assertThat(budget.take(60 << 10)).isPresent();

        assertThat(budget.take(41 << 10)).isEmpty();
        assertThat(budget.take(40 << 10)).isPresent();
        assertThat(budget.take(1)).isEmpty();
    }

    @Test
    void shouldHaveRoomAgainForWhatIsGivenBack() {
        BodyBudget.Held held = budget.take(60 << 10).orElseThrow();

        held.close();

        assertThat(budget.take(100 << 10)).isPresent();
    }

    @Test
    void shouldGiveBackWhatABodyTurnedOutNotToNeed() {
        BodyBudget.Held held = budget.take(100 << 10).orElseThrow();

        held.shrinkTo(60 << 10);

        assertThat(budget.take(41 << 10)).isEmpty();
        assertThat(budget.take(40 << 10)).isPresent();
    }

    @Test
    void shouldGiveEachByteBackOnce() {
        BodyBudget.Held held = budget.take(100 << 10).orElseThrow();

        held.shrinkTo(60 << 10);
        held.shrinkTo(80 << 10);
        held.close();
        held.close();

        assertThat(budget.take(100 << 10)).isPresent();
        assertThat(budget.take(1)).isEmpty();
    }

    @Test
    void shouldGiveABodyLargerThanAllOfItEverything() {
        BodyBudget.Held huge = budget.take(1L << 40).orElseThrow();
        assertThat(budget.take(1)).isEmpty();

        huge.close();

        assertThat(budget.take(100 << 10)).isPresent();
    }

    @Test
    void shouldTakeNothingForARequestWithoutABody() {
        budget.take(100 << 10).orElseThrow();

        assertThat(budget.take(0)).isPresent();
    }
}
