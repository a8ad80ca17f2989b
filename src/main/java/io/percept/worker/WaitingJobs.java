package io.percept.worker;

import io.percept.prompt.TokenSequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jobs whose images are encoded, by rank. Those that wait for rows and those that need none wait apart: a scoring needs no lasting
 * row, so it goes by a generation that waits for one, and finding the next job costs the same however many wait. A scoring that
 * came with a generation of the same prefix goes with that one: were it done first, the prefix would be computed for it, and again
 * when others had driven it out. Guarded by the lock of the scheduler.
 */
final class WaitingJobs {

    private final RankedQueue<Job> inTurn = new RankedQueue<>(Job::rank);
    private final RankedQueue<Job> scorings = new RankedQueue<>(Job::rank);
    private final Map<TokenSequence, Integer> prefixes = new HashMap<>();
    private final HeadStartCounts headStarts = new HeadStartCounts();

    void addAll(List<Job> jobs) {
        Set<TokenSequence> generating = jobs.stream()
                .filter(Job::isGeneration)
                .map(job -> job.plan().prefix())
                .collect(Collectors.toSet());
        for (Job job : jobs) {
            (generating.contains(job.plan().prefix()) ? inTurn : scorings).add(job);
            prefixes.merge(job.plan().prefix(), 1, Integer::sum);
            headStarts.add(job.rank().headStart());
        }
    }

    int size() {
        return inTurn.size() + scorings.size();
    }

    /**
     * The next job by rank, or null.
     *
     * @param freeRows a generation that needs more holds those behind it back, so that it gets its turn
     */
    Job peek(int freeRows, long now) {
        Job scoring = scorings.peek(now);
        Job other = inTurn.peek(now);
        if (other != null && other.rows() > freeRows) {
            other = null;
        }
        if (scoring == null || other == null) {
            return scoring == null ? other : scoring;
        }
        return other.rank().at(now) < scoring.rank().at(now) ? other : scoring;
    }

    /** How many jobs there are rows for, where each generation needs one: a beam needs more, and is rare. */
    int fitting(int freeRows) {
        return scorings.size() + Math.min(inTurn.size(), freeRows);
    }

    void remove(Job first) {
        (inTurn.isFirst(first) ? inTurn : scorings).remove();
        prefixes.computeIfPresent(first.plan().prefix(), (prefix, count) -> count == 1 ? null : count - 1);
        headStarts.remove(first.rank().headStart());
    }

    /** Of all, also of those that wait behind a less urgent one that is due sooner. */
    long greatestHeadStart() {
        return headStarts.greatest();
    }

    /** How many jobs that wait begin with a prefix. */
    int count(TokenSequence prefix) {
        return prefixes.getOrDefault(prefix, 0);
    }

    List<Job> removeAll() {
        List<Job> all = inTurn.removeAll();
        all.addAll(scorings.removeAll());
        prefixes.clear();
        headStarts.clear();
        return all;
    }
}
