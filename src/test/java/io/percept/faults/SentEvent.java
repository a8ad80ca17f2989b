package io.percept.faults;

/**
 * An event that the broker has acknowledged.
 *
 * @param id names it in its results and, as a header, in its dead letters
 * @param sequence its place among the events of its key, rising
 * @param partition where the broker put it
 * @param offset where the broker put it
 * @param atMillis when it was acknowledged, on the clock of the {@link Ledger}
 */
record SentEvent(
        String id, String key, long sequence, int partition, long offset, Expectation expected, long atMillis) {}
