package io.percept.cli.bench;

/**
 * One round of one contender.
 *
 * @param seconds from the first event taken in to the last result
 * @param allocatedBytes of all threads of this JVM; 0 where the contender runs elsewhere
 * @param gcSeconds of this JVM's collectors
 * @param work of the engine; {@link Work#NONE} where it cannot be counted
 * @param profile what it took of the cores; {@link Profile#NONE} where it runs elsewhere
 */
record Measured(int events, double seconds, double allocatedBytes, double gcSeconds, Work work, Profile profile) {

    static Measured of(int events, double seconds) {
        return of(events, seconds, Work.NONE);
    }

    static Measured of(int events, double seconds, Work work) {
        return new Measured(events, seconds, 0, 0, work, Profile.NONE);
    }

    /** Without bytes that were allocated meanwhile, but not for the contender. */
    Measured withoutAllocated(double bytes) {
        return new Measured(events, seconds, allocatedBytes - bytes, gcSeconds, work, profile);
    }

    double perSecond() {
        return events / seconds;
    }
}
