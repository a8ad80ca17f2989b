package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Who goes first. Times are nanoseconds around the arbitrary origin of {@link System#nanoTime}. */
class RankProperties {

    private static final long PATIENCE = Rank.PATIENCE_NANOS;
    private static final long SECOND = 1_000_000_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** @param due empty: never */
    record Plan(long arrived, Optional<Long> due) {

        Rank rank() {
            return rank(0);
        }

        Rank rank(int priority) {
            long headStart = Priority.headStartNanos(priority);
            return due.map(at -> Rank.due(arrived, at, headStart)).orElseGet(() -> Rank.of(arrived, headStart));
        }

        /** When it came to count as one without a deadline. */
        long settled() {
            return Math.max(arrived, due.orElse(arrived));
        }
    }

    @Property
    void shouldServeFirstWhatIsDueFirst(
            @ForAll @LongRange(min = 0, max = 9 * SECOND) long waited,
            @ForAll @LongRange(min = 1, max = SECOND) long due,
            @ForAll @LongRange(min = 0, max = 9 * SECOND) long otherWaited,
            @ForAll @LongRange(min = 1, max = SECOND) long otherDue) {
        long now = 0;
        Rank one = Rank.due(now - waited, now + due, 0);
        Rank other = Rank.due(now - otherWaited, now + otherDue, 0);

        assertThat(Long.compare(one.at(now), other.at(now))).isEqualTo(Long.compare(due, otherDue));
    }

    @Property
    void shouldServeWhatIsLateAfterWhatCanStillBeInTime(
            @ForAll @LongRange(min = 0, max = 30 * SECOND) long waited,
            @ForAll @LongRange(min = 0, max = 30 * SECOND) long lateFor,
            @ForAll @LongRange(min = 0, max = 30 * SECOND) long before,
            @ForAll @LongRange(min = 1, max = 30 * SECOND) long left,
            @ForAll boolean neverDue) {
        long now = 0;
        Plan late = new Plan(now - waited, Optional.of(now - lateFor));
        Plan inTime = new Plan(late.settled() - before, neverDue ? Optional.empty() : Optional.of(now + left));

        assertThat(inTime.rank().at(now)).isLessThanOrEqualTo(late.rank().at(now));
    }

    @Property
    void shouldLetNothingGoFirstThatComesLongAfter(
            @ForAll("plans") Plan one,
            @ForAll("plans") Plan other,
            @ForAll @LongRange(min = 0, max = 90) long seconds) {
        Plan after = new Plan(
                one.settled() + PATIENCE + Math.abs(other.arrived()) + 1,
                other.due().map(due -> one.settled() + PATIENCE + 1 + Math.abs(due)));
        long now = after.arrived() + Duration.ofSeconds(seconds).toNanos();

        assertThat(one.rank().at(now)).isLessThan(after.rank().at(now));
    }

    @Property
    void shouldLetNoPriorityGoFirstThatComesLongAfter(
            @ForAll("plans") Plan one,
            @ForAll int low,
            @ForAll("plans") Plan other,
            @ForAll int high,
            @ForAll @LongRange(min = 0, max = 90) long seconds) {
        long longAfter = one.settled() + PATIENCE + 20 * SECOND + 1;
        Plan after = new Plan(longAfter + Math.abs(other.arrived()), other.due().map(due -> longAfter + Math.abs(due)));
        long now = after.arrived() + Duration.ofSeconds(seconds).toNanos();

        assertThat(one.rank(low).at(now)).isLessThan(after.rank(high).at(now));
    }

    @Property
    void shouldCountAPriorityAsWaiting(
            @ForAll("plans") Plan plan, @ForAll @IntRange(min = -50, max = 50) int priority) {
        Instant now = Instant.EPOCH;
        Optional<Instant> due = plan.due().map(at -> now.plusNanos(at - plan.arrived()));
        Rank normal = new Urgency(0, due).rank(plan.arrived(), now);
        Rank raised = new Urgency(priority, due).rank(plan.arrived(), now);

        assertThat(normal.inTime() - raised.inTime()).isEqualTo(priority * 100_000_000L);
        assertThat(normal.late() - raised.late()).isEqualTo(priority * 100_000_000L);
        assertThat(raised.due()).isEqualTo(normal.due());
    }

    @Property
    void shouldGiveAQueueTheOrderOfTheMoment(
            @ForAll @Size(min = 1, max = 50) List<@From("plans") Plan> plans,
            @ForAll @LongRange(min = 0, max = 40) long between) {
        RankedQueue<Plan> queue = new RankedQueue<>(Plan::rank);
        List<Plan> left = new ArrayList<>(plans);
        plans.forEach(queue::add);
        long now = -MINUTE;

        while (!left.isEmpty()) {
            long moment = now;
            long first = left.stream()
                    .mapToLong(plan -> plan.rank().at(moment))
                    .min()
                    .orElseThrow();

            Plan next = queue.peek(now);

            assertThat(next.rank().at(now)).isEqualTo(first);
            assertThat(left.remove(next)).isTrue();
            queue.remove();
            now += Duration.ofSeconds(between).toNanos();
        }
        assertThat(queue.peek(now)).isNull();
        assertThat(queue.size()).isZero();
    }

    @Example
    void shouldTakeADeadlineOfAnyLength() {
        Rank never = new Urgency(0, Optional.of(Instant.MAX)).rank(0, Instant.EPOCH.plusSeconds(1));
        Rank longAgo = new Urgency(0, Optional.of(Instant.MIN)).rank(0, Instant.EPOCH.plusSeconds(1));

        assertThat(never.at(MINUTE)).isEqualTo(PATIENCE);
        assertThat(longAgo.at(0)).isEqualTo(PATIENCE);
    }

    @Provide
    Arbitrary<Plan> plans() {
        return Combinators.combine(
                        Arbitraries.longs().between(-MINUTE, MINUTE),
                        Arbitraries.longs().between(-PATIENCE, 2 * PATIENCE).injectNull(0.3))
                .as((arrived, span) ->
                        new Plan(arrived, Optional.ofNullable(span).map(some -> arrived + some)));
    }
}
