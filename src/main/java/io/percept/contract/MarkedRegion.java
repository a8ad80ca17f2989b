package io.percept.contract;

import java.util.Objects;

/**
 * A region that a question speaks of.
 *
 * @param phrase what the question calls it
 */
public record MarkedRegion(String phrase, Region region) {

    public MarkedRegion {
        Objects.requireNonNull(phrase, "phrase");
        Objects.requireNonNull(region, "region");
    }
}
