package io.percept.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives the continuations of hypotheses their rows, and copies no more of the cache than differs. */
final class BeamRows {

    /** @param sum log-probability with the token */
    record Continuation(Sequence parent, int token, double sum) {}

    private final Lane lane;
    private final List<Sequence> before;

    /** @param before the hypotheses so far, all of whose tokens are in the cache */
    BeamRows(Lane lane, List<Sequence> before) {
        this.lane = lane;
        this.before = before;
    }

    /**
     * The hypotheses after the step, in the order of their continuations. Rows that nobody needs any more are removed.
     *
     * @throws NoCacheMemory if there is no row for one of them; the others are of no use then
     */
    List<Sequence> place(List<Continuation> continuations) {
        Deque<Sequence> free = free(continuations);
        Set<Sequence> taken = new HashSet<>();
        List<Sequence> after = new ArrayList<>(continuations.size());
        // Copies first: a hypothesis that goes on must not have its new token yet when it is copied.
        for (Continuation continuation : continuations) {
            Sequence parent = continuation.parent();
            after.add(taken.add(parent) ? parent : copy(parent, free.poll()));
        }
        for (int i = 0; i < after.size(); i++) {
            after.get(i)
                    .append(continuations.get(i).token(), continuations.get(i).sum());
        }
        free.forEach(sequence -> lane.remove(sequence.row()));
        return after;
    }

    /** Hypotheses that do not go on. */
    private Deque<Sequence> free(List<Continuation> continuations) {
        Set<Sequence> parents = new HashSet<>();
        continuations.forEach(continuation -> parents.add(continuation.parent()));
        Deque<Sequence> free = new ArrayDeque<>();
        for (Sequence sequence : before) {
            if (!parents.contains(sequence)) {
                free.add(sequence);
            }
        }
        return free;
    }

    /** @param over whose row the copy takes, or null for a row of its own */
    private Sequence copy(Sequence parent, Sequence over) {
        Sequence copy = parent.fork();
        if (over == null) {
            lane.reserve(lane.size() + 1);
            lane.copy(parent, lane.size(), 0);
            lane.add(copy);
        } else {
            lane.copy(parent, over.row(), parent.promptLength() + common(parent, over));
            lane.replace(over, copy);
        }
        return copy;
    }

    /** How many generated tokens two hypotheses have in common at the beginning. */
    private static int common(Sequence one, Sequence other) {
        int common = 0;
        while (common < one.count() && one.tokens()[common] == other.tokens()[common]) {
            common++;
        }
        return common;
    }
}
