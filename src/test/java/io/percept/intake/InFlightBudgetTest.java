package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightBudgetTest {

    private final InFlightBudget budget = new InFlightBudget(4, 100);

    @Test
    void shouldBeSpentByEvents() {
        take(4, 1);

        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void shouldBeSpentByBytes() {
        take(1, 100);

        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void shouldStaySpentUntilAQuarterIsFree() {
        take(1, 100);
        budget.isSpent();

        take(1, 10);
        budget.release(20);
        assertThat(budget.isSpent()).isTrue();

        budget.release(60);
        assertThat(budget.isSpent()).isFalse();
    }

    @Test
    void shouldNotBeSpentForeverWhereItAllowsOneEvent() {
        InFlightBudget one = new InFlightBudget(1, 100);
        one.take(1);
        one.isSpent();

        one.release(1);

        assertThat(one.isSpent()).isFalse();
    }

    private void take(int events, long size) {
        for (int i = 0; i < events; i++) {
            budget.take(size);
        }
    }
}
