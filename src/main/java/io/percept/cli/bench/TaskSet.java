package io.percept.cli.bench;

import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is asked of the events. */
enum TaskSet {
    CAPTION("captions", "caption"),
    MODERATE("moderation, nine labels", "moderate"),
    /** Every kind of task that needs nothing but an image and is not made of the others. */
    ALL("all tasks (caption, describe, ground, moderate)", "caption", "describe", "ground", "moderate"),
    ONE_LABEL("moderation, one label"),
    /**
     * Two answers of a word or two and two long descriptions in turn. Were they one and one, two engines that take events by turns
     * would have all answers and all descriptions.
     */
    MIXED_LENGTHS("short answers and long descriptions in turn");

    private static final String QUESTION = "what is in the picture?";

    private final String title;
    private final List<String> kinds;

    TaskSet(String title, String... kinds) {
        this.title = title;
        this.kinds = List.of(kinds);
    }

    String title() {
        return title;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kinds as the header {@code percept-tasks} names them; empty where they need parameters. */
    String header() {
        return String.join(",", kinds);
    }

    /** The tasks of the n-th event. */
    List<Task> tasks(int event) {
        return tasks(event, TaskOptions.NONE);
    }

    List<Task> tasks(int event, TaskOptions options) {
        return switch (this) {
            case CAPTION, MODERATE, ALL -> kinds.stream()
                    .map(kind -> task(kind, options))
                    .toList();
            case ONE_LABEL -> List.of(new Task.Moderate("moderate", List.of("hate"), options));
            case MIXED_LENGTHS -> List.of(
                    isAnswer(event)
                            ? new Task.Answer("answer", QUESTION, options)
                            : new Task.Describe("describe", options));
        };
    }

    /** Whether the n-th event of mixed lengths asks for an answer, and not for a description. */
    static boolean isAnswer(int event) {
        return event / 2 % 2 == 0;
    }

    private static Task task(String kind, TaskOptions options) {
        return switch (kind) {
            case "caption" -> new Task.Caption(kind, options);
            case "describe" -> new Task.Describe(kind, options);
            case "ground" -> new Task.Ground(kind, Optional.empty(), options);
            default -> new Task.Moderate(kind, List.of(), options);
        };
    }
}
