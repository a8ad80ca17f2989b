package io.percept.worker;

import io.percept.engine.TextDecoder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All active sequences, by the capacity of their rows. A sequence begins in the smallest row that holds its prompt and
 * moves on when the row is full: most answers are much shorter than their limit, and a step costs by the capacity. For the
 * scheduler's thread only.
 */
final class Lanes implements AutoCloseable {

    private final List<Lane> lanes;

    /**
     * @param capacities ascending
     * @param maxRows rows of each lane: any of them can hold all sequences, so that moving on never has to wait
     */
    Lanes(TextDecoder decoder, List<Integer> capacities, int maxRows) {
        this.lanes = capacities.stream()
                .map(capacity -> new Lane(decoder, capacity, maxRows))
                .toList();
    }

    /** The lane with the smallest rows that hold so many tokens. */
    Lane forLength(int tokens) {
        for (Lane lane : lanes) {
            if (lane.capacity() >= tokens) {
                return lane;
            }
        }
        throw new IllegalStateException("No row holds " + tokens + " tokens");
    }

    /** Active sequences. */
    int size() {
        int size = 0;
        for (Lane lane : lanes) {
            size += lane.size();
        }
        return size;
    }

    /** Rows that are taken: those of the active sequences, and those that their searches may yet need. */
    int rowsTaken() {
        int rows = 0;
        for (Lane lane : lanes) {
            for (Search search : lane.searches()) {
                rows += search.rows();
            }
        }
        return rows;
    }

    void forEachActive(Consumer<Lane> action) {
        for (Lane lane : lanes) {
            if (lane.size() > 0) {
                action.accept(lane);
            }
        }
    }

    /** Whether that is so of no active sequence. */
    boolean noneActive(Predicate<Sequence> what) {
        return lanes.stream().noneMatch(lane -> lane.active().stream().anyMatch(what));
    }

    /**
     * Drops sequences that nobody waits for, and moves those on whose rows are full. One fails, and no other, where there is no memory for
     * its longer row.
     */
    void tidy() {
        for (Lane lane : lanes) {
            lane.removeDone();
            for (int row = lane.size() - 1; row >= 0; row--) {
                Sequence sequence = lane.active().get(row);
                if (sequence.past() == lane.capacity() && !sequence.job().isDone()) {
                    moveOn(lane, row);
                }
            }
            // Of those whose rows are full none may stay.
            lane.removeDone();
        }
    }

    private void moveOn(Lane lane, int row) {
        Sequence sequence = lane.active().get(row);
        Lane next = forLength(sequence.past() + 1);
        try {
            next.reserve(next.size() + 1);
        } catch (NoCacheMemory | EngineLost e) {
            sequence.job().failEngine(e);
            return;
        }
        next.cache().copyRow(lane.cache(), row, next.size(), sequence.past());
        lane.remove(row);
        next.add(sequence);
    }

    /** Ends all sequences. */
    void failAll(Throwable cause) {
        for (Lane lane : lanes) {
            lane.active().forEach(sequence -> sequence.job().fail(cause));
            lane.active().clear();
        }
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }
}
