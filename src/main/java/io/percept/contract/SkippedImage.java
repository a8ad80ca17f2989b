package io.percept.contract;

import java.util.Locale;

/**
 * An image that was left out of a document, or one that is in it but for some of its frames.
 *
 * @param address where it is, or empty; of one of more than 500 characters the beginning and an ellipsis
 * @param alt its alternative text or title, or empty
 * @param detail more about the reason, or empty
 * @param passing whether another try of the event may have the image
 */
public record SkippedImage(Reason reason, String address, String alt, String detail, boolean passing) {

    /** Why; the names in lower case with hyphens are part of the contract, and docs/documents.md explains each. */
    public enum Reason {
        INLINE_SVG(false),
        SVG(true),
        SPACER(false),
        HIDDEN(false),
        PRESENTATION(false),
        NO_ADDRESS(true),
        BROKEN(true),
        MAX_IMAGES(true),
        FRAMES(true),
        SMALL_IMAGE(false),
        ONE_COLOUR(false);

        private final boolean unseen;

        Reason(boolean unseen) {
            this.unseen = unseen;
        }

        /** As it is written. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Whether a reader may see the image as content that nobody here looked at. What the page calls no content of its own, an icon or
         * a decoration, and what an operator's filter drops on purpose, does not count.
         */
        public boolean isUnseen() {
            return unseen;
        }
    }

    public SkippedImage {
        if (address.length() > UnseenImages.LONGEST_ADDRESS) {
            address = Excerpt.beginning(address, UnseenImages.LONGEST_ADDRESS - 1) + "…";
        }
    }

    /** For good: another try would leave it out as well. */
    public SkippedImage(Reason reason, String address, String alt, String detail) {
        this(reason, address, alt, detail, false);
    }

    public SkippedImage(Reason reason, String address, String alt) {
        this(reason, address, alt, "");
    }
}
