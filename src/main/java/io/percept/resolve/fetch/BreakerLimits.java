package io.percept.resolve.fetch;

import java.time.Duration;

/**
 * When a host is left alone.
 *
 * @param window latest fetches of a host that are looked at; it is not left alone before that many were made. 0: never
 * @param failures share of them, above 0 and up to 1, that must have failed in passing
 * @param openFor how long it is left alone, until one fetch tries it again
 */
public record BreakerLimits(int window, double failures, Duration openFor) {

    public BreakerLimits {
        if (window < 0) {
            throw new IllegalArgumentException("percept.resolve.fetch.breaker.window is " + window
                    + "; set the number of fetches that are looked at, or 0 for no breaker");
        }
        if (!(failures > 0 && failures <= 1)) {
            throw new IllegalArgumentException(
                    "percept.resolve.fetch.breaker.failures is " + failures + "; set a share above 0 and up to 1");
        }
        if (openFor.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "percept.resolve.fetch.breaker.open-for is " + openFor + "; set at least one millisecond");
        }
    }
}
