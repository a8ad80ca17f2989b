package io.percept.resolve.fetch;

import io.percept.contract.PerceptException;
import java.util.Locale;

/** How a fetch ended. */
public enum FetchOutcome {
    /** The host gave the body. */
    FETCHED,
    /** The body was kept and is fresh; nobody was asked. */
    CACHED,
    /** The body was kept and the host said that it is unchanged. */
    CONFIRMED,
    /** Joined a fetch of the same address. */
    SHARED,
    /** The guard refused it. */
    FORBIDDEN,
    /** The host failed in a way that may pass, or is left alone for having done so. */
    PASSING,
    /** There is no usable image at the address. */
    FAILED,
    /** The service stopped. */
    STOPPED;

    static FetchOutcome of(PerceptException failure) {
        return switch (failure.code()) {
            case URL_FORBIDDEN -> FORBIDDEN;
            case STOPPING -> STOPPED;
            default -> failure.isPassing() ? PASSING : FAILED;
        };
    }

    /** As meters name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
