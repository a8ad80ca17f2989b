package io.percept.prompt;

import java.util.Map;

/**
 * A document and what is right about it, to be shown to the model before the document that is asked about.
 *
 * @param answer to the task's question; empty where only labels are known
 * @param labels moderation labels that apply, or do not
 */
public record WorkedExample(Document document, String answer, Map<String, Boolean> labels) {

    public WorkedExample {
        labels = Map.copyOf(labels);
    }

    public WorkedExample(Document document, String answer) {
        this(document, answer, Map.of());
    }
}
