package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.publish.Doubling;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryBackOffProperties {

    @Property
    void shouldDoubleUpToItsLimitAndDrawFromTheUpperHalf(
            @ForAll @IntRange(min = 1, max = 10_000) int first,
            @ForAll @IntRange(min = 1, max = 100_000) int most,
            @ForAll @IntRange(min = 1, max = 100) int tries,
            @ForAll long seed) {
        RetryBackOff backOff =
                new RetryBackOff(new Doubling(Duration.ofMillis(first), Duration.ofMillis(most)), new Random(seed));
        double whole = Math.min(most, first * Math.pow(2, tries - 1));

        long drawn = backOff.after(tries).toMillis();

        assertThat((double) drawn).isBetween(Math.floor(whole / 2), whole);
    }
}
