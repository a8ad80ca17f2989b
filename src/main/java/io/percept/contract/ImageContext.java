package io.percept.contract;

import java.util.Objects;

/**
 * What a page says of an image besides its alternative text.
 *
 * @param heading the nearest heading before it
 * @param caption the caption of its figure
 * @param role {@code link} or {@code button} where it is the content of one, else empty
 * @param target what the link or button is called, or where it leads
 * @param beside text inside the same link or button
 * @param named whether the link or button has a name of its own, by a label or a title
 * @param altMissing whether the page gives it no alt attribute
 * @param altEmpty whether the page gives it an empty one: its author marked it as decorative
 * @param repeats how often the page shows the same image, at least 1
 */
public record ImageContext(
        String heading,
        String caption,
        String role,
        String target,
        String beside,
        boolean named,
        boolean altMissing,
        boolean altEmpty,
        int repeats) {

    /** Nothing is known. */
    public static final ImageContext NONE = new ImageContext("", "", "", "", "", false, false, false, 1);

    public ImageContext {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(caption, "caption");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(beside, "beside");
    }

    /** Whether its alternative text is all that gives its link or button a name. */
    public boolean namesControl() {
        return !role.isEmpty() && beside.isBlank() && !named;
    }

    public ImageContext withRepeats(int times) {
        return new ImageContext(heading, caption, role, target, beside, named, altMissing, altEmpty, times);
    }
}
