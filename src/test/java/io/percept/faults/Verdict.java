package io.percept.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the checker says of a run.
 *
 * @param events acknowledged by the broker
 * @param deadLetters distinct events that ended as a dead letter
 * @param repetitions endings beyond the first of their event
 * @param longestStallMillis the longest time in which events waited and none ended
 * @param violations of each kind, a sentence each
 */
record Verdict(
        int events,
        int deadLetters,
        int repetitions,
        long longestStallMillis,
        Map<Violation, List<String>> violations) {

    int count(Violation kind) {
        return violations.getOrDefault(kind, List.of()).size();
    }

    boolean isClean() {
        return violations.isEmpty();
    }

    /** Counts of all kinds and the first sentences of each. */
    String describe() {
        StringBuilder text = new StringBuilder("%d events, %d dead letters, %d repetitions, longest stall %d ms"
                .formatted(events, deadLetters, repetitions, longestStallMillis));
        violations.forEach((kind, sentences) -> {
            text.append("\n").append(kind).append(": ").append(sentences.size());
            sentences.stream().limit(5).forEach(sentence -> text.append("\n  ").append(sentence));
        });
        return text.toString();
    }

    /** Collects violations while the checker goes through a run. */
    static final class Findings {

        private final Map<Violation, List<String>> found = new EnumMap<>(Violation.class);

        void add(Violation kind, String sentence) {
            found.computeIfAbsent(kind, any -> new ArrayList<>()).add(sentence);
        }

        Map<Violation, List<String>> all() {
            return found;
        }
    }
}
