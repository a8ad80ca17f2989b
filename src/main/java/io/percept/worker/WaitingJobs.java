package io.percept.worker;

import io.percept.prompt.TokenSequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs whose images are encoded, by rank. Generations and scorings wait apart, since a scoring needs no lasting row: it
 * goes by a generation that waits for one, and finding the next job costs the same however many wait. Guarded by the
 * lock of the scheduler.
 */
final class WaitingJobs {

    private final RankedQueue<Job> generations = new RankedQueue<>(Job::rank);
    private final RankedQueue<Job> scorings = new RankedQueue<>(Job::rank);
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
    Job peek(int freeRows, long now) {
        Job scoring = scorings.peek(now);
        Job generation = generations.peek(now);
        if (generation != null && generation.rows() > freeRows) {
            generation = null;
        }
        if (scoring == null || generation == null) {
            return scoring == null ? generation : scoring;
        }
        return generation.rank().at(now) < scoring.rank().at(now) ? generation : scoring;
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
        List<Job> all = generations.removeAll();
        all.addAll(scorings.removeAll());
        prefixes.clear();
        return all;
    }

    private RankedQueue<Job> queue(boolean generation) {
        return generation ? generations : scorings;
    }
}
