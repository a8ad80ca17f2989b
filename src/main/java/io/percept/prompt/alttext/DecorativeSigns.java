package io.percept.prompt.alttext;

import io.percept.contract.AltTextSuggestion.Finding;
import java.util.ArrayList;
import java.util.List;

/** Signs that an image may be decorative, so that an empty alternative text would be right. A person decides. */
public final class DecorativeSigns {

    /** A side of so few pixels draws a line or a gap. */
    private static final int SPACER = 8;

    /** A page that shows an image so often uses it as a bullet or a background. */
    private static final int OFTEN = 3;

    private static final String HOW = ": if it is decorative, give it alt=\"\" and no title.";

    private DecorativeSigns() {}

    /** @param suggested the text that the model would give it */
    public static List<Finding> of(ImageFacts facts, String suggested) {
        List<Finding> signs = new ArrayList<>();
        if (facts.context().altEmpty()) {
            signs.add(sign("empty-alt", "Its author gave it an empty alternative text, which marks it as decorative."));
        }
        if (facts.width() > 0 && Math.min(facts.width(), facts.height()) <= SPACER) {
            signs.add(sign(
                    "spacer", "It is " + facts.width() + "×" + facts.height() + " pixels, the size of a spacer" + HOW));
        }
        if (facts.oneColour()) {
            signs.add(sign("one-colour", "All of it has one colour" + HOW));
        }
        if (facts.context().repeats() >= OFTEN) {
            signs.add(sign(
                    "repeated", "The page shows it " + facts.context().repeats() + " times, as a background" + HOW));
        }
        if (!facts.context().namesControl() && (facts.isSaidNearby(suggested) || facts.isSaidNearby(facts.alt()))) {
            signs.add(sign("said-nearby", "The text beside it says the same" + HOW));
        }
        return signs;
    }

    /** Of an image that the page's own markup hides from assistive technology. */
    public static Finding presentation() {
        return sign("presentation", "The page marks it with role=presentation or aria-hidden, which hides it.");
    }

    /** Of an image that the page gives the size of a spacer or an icon. */
    public static Finding declaredSmall() {
        return sign("spacer", "The page gives it the size of a spacer or an icon" + HOW);
    }

    private static Finding sign(String rule, String message) {
        return new Finding(rule, "1.1.1", "H67", false, message);
    }
}
