package io.percept.faults;

/**
 * Ten seconds of a soak.
 *
 * @param atSeconds since the load began
 * @param eventsPerSecond that ended
 * @param lag events that were sent and have not ended
 * @param p50Millis from the broker's acknowledgement of an event to its ending as a consumer saw it
 * @param p99Millis the same
 * @param runtime of Percept's process
 */
record SoakSample(
        long atSeconds, double eventsPerSecond, int lag, long p50Millis, long p99Millis, RuntimeSample runtime) {

    static final String CSV_HEAD =
            "seconds,events_per_second,lag,p50_ms,p99_ms,heap_after_gc,direct,resident,threads,handles,gc_ms";

    String csv() {
        return "%d,%.2f,%d,%d,%d,%s".formatted(atSeconds, eventsPerSecond, lag, p50Millis, p99Millis, runtime.line());
    }
}
