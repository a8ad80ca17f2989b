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

    private static final String SPACER_SIGN = "spacer";
    private static final String ONE_COLOUR = "one-colour";

    private static final String HOW = ": if it is decorative, give it alt=\"\" and no title.";

    private DecorativeSigns() {}

    /** @param suggested the text that the model would give it; it counts only where the image has none */
    public static List<Finding> of(ImageFacts facts, String suggested) {
        List<Finding> signs = new ArrayList<>();
        if (facts.context().altEmpty()) {
            signs.add(sign("empty-alt", "Its author gave it an empty alternative text, which marks it as decorative."));
        }
        if (facts.width() > 0 && Math.min(facts.width(), facts.height()) <= SPACER) {
            signs.add(sign(
                    SPACER_SIGN,
                    "It is " + facts.width() + "×" + facts.height() + " pixels, the size of a spacer" + HOW));
        }
        if (facts.oneColour()) {
            signs.add(sign(ONE_COLOUR, "All of it has one colour" + HOW));
        }
        if (facts.context().repeats() >= OFTEN) {
            signs.add(sign(
                    "repeated", "The page shows it " + facts.context().repeats() + " times, as a background" + HOW));
        }
        String text = facts.alt().isBlank() ? suggested : facts.alt();
        if (!facts.context().namesControl() && facts.isSaidNearby(text)) {
            signs.add(sign("said-nearby", "The text beside it says the same" + HOW));
        }
        return signs;
    }

    /** Whether one of the signs leaves little doubt: the image shows nothing. The others hold for pictures with content as well. */
    static boolean leaveLittleDoubt(List<Finding> signs) {
        return signs.stream().map(Finding::rule).anyMatch(rule -> rule.equals(SPACER_SIGN) || rule.equals(ONE_COLOUR));
    }

    /** Of an image that the page's own markup hides from assistive technology. */
    public static Finding presentation() {
        return sign("presentation", "The page marks it with role=presentation or aria-hidden, which hides it.");
    }

    /** Of an image that the page gives the size of a spacer or an icon. */
    public static Finding declaredSmall() {
        return sign(SPACER_SIGN, "The page gives it the size of a spacer or an icon" + HOW);
    }

    private static Finding sign(String rule, String message) {
        return new Finding(rule, "1.1.1", "H67", false, message);
    }
}
