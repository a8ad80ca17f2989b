package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Which prompts share a call of the decoder. */
class LengthGroupsProperties {

    /** The cost that the class promises to make least: twelve tokens for a call, and its rows padded to the longest. */
    private static int cost(List<List<Integer>> groups) {
        return groups.stream()
                .mapToInt(group -> 12 + group.size() * Collections.max(group))
                .sum();
    }

    @Property
    void shouldPutEveryItemIntoOneGroupOfAtMostTheRowsOfACall(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 400) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 16) int maxRows) {
        List<List<Integer>> groups = new LengthGroups(maxRows).of(lengths, Integer::intValue);

        assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeBetween(1, maxRows));
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(lengths);
    }

    @Property(tries = 300)
    void shouldFindAGroupingThanWhichNoneIsCheaper(
            @ForAll @Size(max = 7) List<@IntRange(min = 1, max = 40) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 4) int maxRows) {
        int found = cost(new LengthGroups(maxRows).of(lengths, Integer::intValue));

        assertThat(found).isEqualTo(cheapest(lengths, new ArrayList<>(), maxRows));
    }

    /** Over all ways to put the items into groups, those out of order too. */
    private static int cheapest(List<Integer> left, List<List<Integer>> groups, int maxRows) {
        if (left.isEmpty()) {
            return cost(groups);
        }
        int item = left.getFirst();
        List<Integer> rest = left.subList(1, left.size());
        int best = Integer.MAX_VALUE;
        for (int i = 0; i <= groups.size(); i++) {
            if (i == groups.size()) {
                groups.add(new ArrayList<>());
            }
            List<Integer> group = groups.get(i);
            if (group.size() < maxRows) {
                group.add(item);
                best = Math.min(best, cheapest(rest, groups, maxRows));
                group.removeLast();
            }
            if (group.isEmpty()) {
                groups.removeLast();
                break;
            }
        }
        return best;
    }

    @Example
    void shouldPadShortPromptsRatherThanCallTwice() {
        assertThat(new LengthGroups(16).of(List.of(4, 11, 6), Integer::intValue))
                .containsExactly(List.of(11, 6, 4));
    }

    @Example
    void shouldCallTwiceRatherThanPadAShortPromptToALongOne() {
        assertThat(new LengthGroups(16).of(List.of(4, 106), Integer::intValue))
                .containsExactly(List.of(106), List.of(4));
    }
}
