package io.percept.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BacklogDuelTest {

    @Test
    void shouldNotCountResultsOfTheBeginningAndOfTheEndWhereFewAreUnderWay() {
        List<Long> sent = new ArrayList<>();
        // Four results 100 ms apart, then 20 each 10 ms, then four each 100 ms again.
        LongStream.range(0, 4).forEach(i -> sent.add(100 * i));
        LongStream.range(0, 20).forEach(i -> sent.add(400 + 10 * i));
        LongStream.range(0, 4).forEach(i -> sent.add(690 + 100 * i));

        assertThat(BacklogDuel.steady(sent, 4)).isEqualTo(100);
    }

    @Test
    void shouldCountAtLeastTheMiddleHalf() {
        List<Long> sent = LongStream.range(0, 9).mapToObj(i -> 10 * i).toList();

        assertThat(BacklogDuel.steady(sent, 1000)).isEqualTo(100);
    }

    @Test
    void shouldTakeResultsInTheOrderInWhichTheyWereSent() {
        assertThat(BacklogDuel.steady(List.of(40L, 0L, 30L, 10L, 20L), 0)).isEqualTo(100);
    }

    @Test
    void shouldCompareEachSliceWithTheSmallBacklogsBesideIt() {
        Backlog backlog = Backlog.of(2000, 100, List.of(100.0, 50.0), List.of(120.0, 80.0, 40.0));

        assertThat(backlog.cost().values()).containsExactly(1.0, 1.2);
    }

    @Test
    void shouldNotTakeAMachineThatGetsSlowerForABacklogThatDoes() {
        List<Double> slices = List.of(95.0, 85.0, 75.0, 65.0);
        List<Double> small = List.of(100.0, 90.0, 80.0, 70.0, 60.0);

        assertThat(Backlog.of(4000, 100, slices, small).cost().median()).isEqualTo(1, within(1e-9));
    }
}
