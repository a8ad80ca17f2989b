package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DeadLetterTokensProperties {

    private static final long REFILL = 1_000;

    /** What happens: a letter is asked for, a result comes, or time passes. */
    enum Step {
        LETTER,
        RESULT,
        TIME
    }

    private final AtomicLong now = new AtomicLong();

    @Property
    void shouldNeverLetMoreThroughThanWasThereAndWasEarned(
            @ForAll @Size(max = 500) List<Step> steps,
            @ForAll @IntRange(min = 1, max = 20) int capacity,
            @ForAll @IntRange(min = 1, max = 9) int perResult) {
        DeadLetterTokens tokens = new DeadLetterTokens(capacity, perResult, REFILL, now::get);
        long start = now.get();
        int letters = 0;
        int results = 0;
        for (Step step : steps) {
            switch (step) {
                case LETTER -> letters += tokens.spend() ? 1 : 0;
                case RESULT -> {
                    tokens.earn();
                    results++;
                }
                case TIME -> now.addAndGet(REFILL / 3);
            }
            assertThat(tokens.left()).isBetween(0, capacity);
            assertThat(letters)
                    .isLessThanOrEqualTo((int) (capacity + (long) results * perResult + (now.get() - start) / REFILL));
        }
    }

    @Property
    void shouldAlwaysHaveATokenAfterAResultAndAfterTheRefill(
            @ForAll @IntRange(min = 1, max = 20) int capacity, @ForAll boolean byResult) {
        DeadLetterTokens tokens = new DeadLetterTokens(capacity, 1, REFILL, now::get);
        for (int i = 0; i < capacity; i++) {
            assertThat(tokens.spend()).isTrue();
        }
        assertThat(tokens.spend()).isFalse();

        if (byResult) {
            tokens.earn();
        } else {
            now.addAndGet(REFILL);
        }

        assertThat(tokens.spend()).isTrue();
        assertThat(tokens.spend()).isFalse();
    }

    @Example
    void shouldLetAllThroughWithoutALimit() {
        DeadLetterTokens tokens = new DeadLetterTokens(0, 1, REFILL, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(tokens.spend()).isTrue();
        }
    }
}
