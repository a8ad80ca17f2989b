package io.percept.prompt;

import java.util.OptionalDouble;

/**
 * How the model is asked for a moderation label.
 *
 * @param temperature divides the verdicts' scores before the softmax; empty: the bundle's
 */
public record LabelQuestion(String question, OptionalDouble temperature) {

    public static LabelQuestion of(String question) {
        return new LabelQuestion(question, OptionalDouble.empty());
    }
}
