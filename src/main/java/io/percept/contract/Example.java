package io.percept.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A worked example: what is seen, and what is right about it.
 *
 * @param answer to the task's question; empty where only labels are known
 * @param labels moderation labels that apply, or do not
 */
public record Example(List<Segment> segments, String answer, Map<String, Boolean> labels) {

    public Example {
        segments = List.copyOf(segments);
        Objects.requireNonNull(answer, "answer");
        labels = Map.copyOf(labels);
    }
}
