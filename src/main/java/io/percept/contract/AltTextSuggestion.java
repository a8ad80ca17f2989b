package io.percept.contract;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An alternative text for one image, beside the one that it has.
 *
 * @param image position among the images of the document, from 0; empty for one that was not looked at
 * @param address where the image is, or empty
 * @param existing the text that it has; empty text where its author marked it as decorative
 * @param shortened whether the suggestion was cut to the wanted length, or its caption ended at its limit of tokens
 * @param decorative why it may be decorative, which is for a person to decide; empty: no sign of it
 */
public record AltTextSuggestion(
        OptionalInt image,
        String address,
        Optional<String> existing,
        String suggested,
        boolean shortened,
        List<Finding> decorative,
        List<Finding> existingFindings,
        List<Finding> suggestedFindings,
        ImageContext context) {

    public AltTextSuggestion {
        decorative = List.copyOf(decorative);
        existingFindings = List.copyOf(existingFindings);
        suggestedFindings = List.copyOf(suggestedFindings);
    }

    /**
     * A remark, with where WCAG 2.2 says so.
     *
     * @param rule a fixed vocabulary, see docs/alt-text.md
     * @param criterion success criterion, such as 1.1.1
     * @param technique technique or failure, such as H37 or F30
     * @param failure whether it is a failure of the criterion, not only advice
     */
    public record Finding(String rule, String criterion, String technique, boolean failure, String message) {}
}
