package io.percept.cli.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long there may be nothing from a sender: so long while it is alive, and not so long once it has ended, counted from its end where
 * that came later than the last that was heard.
 */
final class Patience {

    private final Duration whileAlive;
    private final Duration afterwards;
    private final LongSupplier nanos;
    private long sinceNanos;
    private boolean ended;

    Patience(Duration whileAlive, Duration afterwards, LongSupplier nanos) {
        this.whileAlive = whileAlive;
        this.afterwards = afterwards;
        this.nanos = nanos;
        renew();
    }

    /** Something was heard, at the time that is returned. */
    long renew() {
        sinceNanos = nanos.getAsLong();
        return sinceNanos;
    }

    boolean isOver(boolean alive) {
        if (!alive && !ended) {
            ended = true;
            renew();
        }
        return nanos.getAsLong() - sinceNanos > (alive ? whileAlive : afterwards).toNanos();
    }
}
