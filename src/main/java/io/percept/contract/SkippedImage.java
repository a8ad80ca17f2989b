package io.percept.contract;

import java.util.Locale;

/**
 * An image that was left out of a document.
 *
 * @param address where it is, or empty
 * @param alt its alternative text or title, or empty
 * @param detail more about the reason, or empty
 */
public record SkippedImage(Reason reason, String address, String alt, String detail) {

    /** Why; the names in lower case with hyphens are part of the contract, and docs/documents.md explains each. */
    public enum Reason {
        INLINE_SVG,
        SVG,
        SPACER,
        HIDDEN,
        PRESENTATION,
        NO_ADDRESS,
        BROKEN,
        MAX_IMAGES,
        SMALL_IMAGE,
        ONE_COLOUR;

        /** As it is written. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SkippedImage(Reason reason, String address, String alt) {
        this(reason, address, alt, "");
    }
}
