package io.percept.prompt;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A prompt with placeholders in braces. */
record PromptTemplate(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /**
     * Puts values in the place of the placeholders. Braces in a value stay as they are.
     *
     * @throws IllegalArgumentException if the template has a placeholder without a value
     */
    String fill(Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "The prompt template '" + text + "' of the bundle has an unknown placeholder " + match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
