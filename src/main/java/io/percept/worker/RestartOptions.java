package io.percept.worker;

import java.time.Duration;

/**
 * When an engine is replaced by a fresh one, and how often.
 *
 * @param callTimeout how long a call of the engine may take; well above the longest that there is
 * @param restarts most fresh engines within the window; what needs more is beyond repair
 * @param window in which they are counted
 */
public record RestartOptions(Duration callTimeout, int restarts, Duration window) {

    public static final RestartOptions DEFAULT = new RestartOptions(Duration.ofSeconds(30), 3, Duration.ofMinutes(10));

    public RestartOptions {
        if (callTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("callTimeout must be at least 1 ms, was " + callTimeout);
        }
    }
}
