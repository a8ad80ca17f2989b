package io.percept.intake;

/**
 * How far a partition is: what a restart needs in order to repeat nothing that has ended.
 *
 * @param next the first offset whose event has not ended, which is where a restart reads from
 * @param ended what has ended beyond it
 */
record OffsetProgress(long next, EndedOffsets ended) {

    /** Of a partition of which nothing is known. */
    static final OffsetProgress NONE = new OffsetProgress(0, EndedOffsets.NONE);

    boolean hasEnded(long offset) {
        return offset < next || ended.contains(offset);
    }
}
