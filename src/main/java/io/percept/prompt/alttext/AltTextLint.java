package io.percept.prompt.alttext;

import io.percept.contract.AltTextSuggestion.Finding;
import io.percept.contract.ImageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with an alternative text, by the techniques and failures of WCAG 2.2. A failure is a finding that the
 * documents of WCAG call one; whether it applies, a person decides. Stateless.
 */
public final class AltTextLint {

    private static final Pattern FILE_NAME = Pattern.compile("(?i)\\S*\\.(jpe?g|png|gif|webp|bmp|svg|avif|tiff?)");

    /** Fewer than the placeholders: a number, say, is a poor alternative text, and yet all that an image may show. */
    private static final Pattern ANY_IMAGE = Pattern.compile("(?i)image|photo|picture");

    /** Never goes back over what it has read, which with two runs of the same characters takes the square of their length. */
    static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)(image|picture|photo|photograph|graphic|icon|img|dsc|pic|figure|spacer|bullet|blank|untitled|placeholder|alt)?"
                    + "[\\s_#-]*+(?:[0-9]++[\\s_#-]*+)?");

    /** Characters that a name may have: a longer text is too long, whatever else it is. */
    private static final int LONGEST_NAME = 500;

    private AltTextLint() {}

    /**
     * Whether an alternative text tells a reader nothing of its image, so that nothing is lost without it: it is blank, the name of a file,
     * or the mere word for an image.
     */
    public static boolean saysNothing(String text) {
        String bare = text.strip();
        return bare.isEmpty() || isFileName(bare) || ANY_IMAGE.matcher(bare).matches();
    }

    private static boolean isFileName(String bare) {
        return bare.length() <= LONGEST_NAME && FILE_NAME.matcher(bare).matches();
    }

    /**
     * Judges a text that an image has, or the lack of one.
     *
     * @param existing empty: it has no alt attribute, or none is known
     * @param signs that the image is decorative, see {@link DecorativeSigns}
     * @param maxLength characters of the wanted profile
     */
    public static List<Finding> existing(
            Optional<String> existing, ImageFacts facts, List<Finding> signs, int maxLength) {
        List<Finding> findings = new ArrayList<>();
        if (existing.isEmpty()) {
            missing(facts.context(), !signs.isEmpty()).ifPresent(findings::add);
        } else if (existing.get().isBlank()) {
            if (facts.context().namesControl()) {
                findings.add(nameless(facts.context(), "has an empty alternative text"));
            }
        } else {
            findings.addAll(wording(existing.get(), facts, maxLength));
            if (!signs.isEmpty() && !facts.context().namesControl()) {
                findings.add(
                        new Finding(
                                "decorative-with-text",
                                "1.1.1",
                                "F39",
                                DecorativeSigns.leaveLittleDoubt(signs),
                                "There are signs that the image is decorative, yet it has an alternative text, which is read out."));
            }
        }
        return findings;
    }

    /** Judges a text that is suggested. */
    public static List<Finding> suggested(String text, ImageFacts facts, int maxLength) {
        if (text.isBlank()) {
            return List.of(
                    advice("empty", "1.1.1", "G94", "The model has no words for the image: write the text yourself."));
        }
        List<Finding> findings = wording(text, facts, maxLength);
        ImageContext context = facts.context();
        if (context.namesControl()) {
            String leads = context.target().isBlank() ? "" : " (" + context.target() + ")";
            findings.add(advice(
                    "purpose-of-" + context.role(),
                    context.role().equals("link") ? "2.4.4" : "1.1.1",
                    context.role().equals("link") ? "H30" : "G82",
                    "The image is all that its " + context.role() + leads
                            + " holds, and this text says what is seen: say what the " + context.role() + " does."));
        }
        return findings;
    }

    private static Optional<Finding> missing(ImageContext context, boolean decorative) {
        if (!context.altMissing()) {
            return Optional.empty();
        }
        if (context.namesControl()) {
            return Optional.of(nameless(context, "has no alternative text"));
        }
        return Optional.of(
                decorative
                        ? failure(
                                "decorative-not-marked",
                                "1.1.1",
                                "F38",
                                "The image has no alt attribute: if it is decorative, only alt=\"\" lets assistive technology pass it over.")
                        : failure(
                                "missing",
                                "1.1.1",
                                "F65",
                                "The image has no alt attribute, and screen readers may read its file name instead."));
    }

    private static Finding nameless(ImageContext context, String what) {
        return failure(
                "nameless-" + context.role(),
                context.role().equals("link") ? "2.4.4" : "4.1.2",
                context.role().equals("link") ? "F89" : "F68",
                "The image " + what + ", but it is all that its " + context.role() + " holds, which so has no name.");
    }

    private static List<Finding> wording(String text, ImageFacts facts, int maxLength) {
        List<Finding> findings = new ArrayList<>();
        String bare = text.strip();
        if (isFileName(bare)) {
            findings.add(failure("file-name", "1.1.1", "F30", "The text is the name of a file."));
        } else if (bare.length() <= LONGEST_NAME && PLACEHOLDER.matcher(bare).matches()) {
            findings.add(
                    failure("placeholder", "1.1.1", "F30", "The text stands for any image: say what this one shows."));
        } else if (AltTextWording.ANNOUNCES.matcher(bare).lookingAt()) {
            findings.add(advice(
                    "announces-image",
                    "1.1.1",
                    "G94",
                    "The text says that it is an image, which screen readers say already."));
        }
        if (bare.length() > maxLength) {
            findings.add(advice(
                    "too-long",
                    "1.1.1",
                    "G95",
                    "The text has %d characters, more than %d: keep it short and describe the rest on the page (G92)."
                            .formatted(bare.length(), maxLength)));
        }
        if (facts.isSaidNearby(bare) && !facts.context().beside().isBlank()) {
            findings.add(advice(
                    "said-in-control",
                    "1.1.1",
                    "H2",
                    "The text inside the same link or button says the same: leave one empty."));
        } else if (facts.isSaidNearby(bare)) {
            findings.add(advice(
                    "said-nearby", "1.1.1", "H67", "The text beside the image says the same, so it is read twice."));
        }
        return findings;
    }

    private static Finding failure(String rule, String criterion, String technique, String message) {
        return new Finding(rule, criterion, technique, true, message);
    }

    private static Finding advice(String rule, String criterion, String technique, String message) {
        return new Finding(rule, criterion, technique, false, message);
    }
}
