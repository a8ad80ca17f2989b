package io.percept.worker;

import io.percept.prompt.TokenSequence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * Jobs whose images are encoded, by rank. Generations and scorings wait apart, since a scoring needs no lasting row: it
 * goes by a generation that waits for one, and finding the next job costs the same however many wait. Guarded by the
 * lock of the scheduler.
 */
final class WaitingJobs {

    private static final Comparator<Job> BY_RANK = Comparator.comparingLong(Job::rank);

    private final PriorityQueue<Job> generations = new PriorityQueue<>(BY_RANK);
    private final PriorityQueue<Job> scorings = new PriorityQueue<>(BY_RANK);
    private final Map<TokenSequence, Integer> prefixes = new HashMap<>();

    void addAll(List<Job> jobs) {
        for (Job job : jobs) {
            queue(job.isGeneration()).add(job);
            prefixes.merge(job.plan().prefix(), 1, Integer::sum);
        }
    }

    boolean isEmpty() {
        return generations.isEmpty() && scorings.isEmpty();
    }

    int size() {
        return generations.size() + scorings.size();
    }

    /**
     * The next job by rank, or null.
     *
     * @param freeRows a generation that needs more holds all generations behind it back, so that it gets its turn
     */
    Job peek(int freeRows) {
        Job scoring = scorings.peek();
        Job generation = generations.peek();
        if (generation != null && generation.rows() > freeRows) {
            generation = null;
        }
        if (scoring == null || generation == null) {
            return scoring == null ? generation : scoring;
        }
        return generation.rank() < scoring.rank() ? generation : scoring;
    }

    void remove(Job first) {
        queue(first.isGeneration()).remove();
        prefixes.computeIfPresent(first.plan().prefix(), (prefix, count) -> count == 1 ? null : count - 1);
    }

    /** How many jobs that wait begin with a prefix. */
    int count(TokenSequence prefix) {
        return prefixes.getOrDefault(prefix, 0);
    }

    List<Job> removeAll() {
        List<Job> all = Stream.concat(generations.stream(), scorings.stream()).toList();
        generations.clear();
        scorings.clear();
        prefixes.clear();
        return all;
    }

    private PriorityQueue<Job> queue(boolean generation) {
        return generation ? generations : scorings;
    }
}
