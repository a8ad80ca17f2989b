package io.percept.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs whose images are not all there yet. One that has ended is to be removed too: nobody waits for its images. Thread-safe. */
final class UnreadyJobs {

    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    private final HeadStartCounts counts = new HeadStartCounts();

    void add(Job job) {
        // Counted before it can be found and removed, so that no count is left over.
        counts.add(job.rank().headStart());
        jobs.add(job);
        if (job.isDone()) {
            // Whoever ended it may have looked for it too early.
            remove(job);
        }
    }

    /** Only the first call for a job counts. */
    void remove(Job job) {
        if (jobs.remove(job)) {
            counts.remove(job.rank().headStart());
        }
    }

    /** Those whose priority gives them such a head start or a greater one. Takes no lock that anybody else holds. */
    int atLeast(long headStart) {
        return counts.atLeast(headStart);
    }
}
