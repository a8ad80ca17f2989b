package io.percept.faults;

/** When the next event may be sent. */
interface Pace {

    /**
     * @param sent events so far at this pace
     * @param outstanding events that have not ended
     * @param elapsedNanos since the pace was set
     */
    boolean maySend(long sent, int outstanding, long elapsedNanos);

    /** Always so many events waiting or at work, however long they take: something is in flight whenever a fault comes. */
    static Pace keepOutstanding(int events) {
        return (sent, outstanding, elapsedNanos) -> outstanding < events;
    }

    /** An open loop: so many events a second, whatever becomes of them. */
    static Pace perSecond(double rate) {
        return (sent, outstanding, elapsedNanos) -> sent < rate * elapsedNanos / 1e9;
    }

    static Pace none() {
        return (sent, outstanding, elapsedNanos) -> false;
    }
}
