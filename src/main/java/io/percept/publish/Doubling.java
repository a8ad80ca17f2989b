package io.percept.publish;

import java.time.Duration;

/**
 * Waits that double, up to the longest.
 *
 * @param first before the second try
 * @param longest before any
 */
public record Doubling(Duration first, Duration longest) {

    /** @param before how many waits there were before this one */
    public Duration after(int before) {
        Duration wait = first;
        for (int i = 0; i < before && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
