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
    /** Answers of a word or two and long descriptions in turn. */
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
        return switch (this) {
            case CAPTION, MODERATE, ALL -> kinds.stream().map(TaskSet::task).toList();
            case ONE_LABEL -> List.of(new Task.Moderate("moderate", List.of("hate"), TaskOptions.NONE));
            case MIXED_LENGTHS -> List.of(
                    event % 2 == 0
                            ? new Task.Answer("answer", QUESTION, TaskOptions.NONE)
                            : new Task.Describe("describe", TaskOptions.NONE));
        };
    }

    private static Task task(String kind) {
        return switch (kind) {
            case "caption" -> new Task.Caption(kind, TaskOptions.NONE);
            case "describe" -> new Task.Describe(kind, TaskOptions.NONE);
            case "ground" -> new Task.Ground(kind, Optional.empty(), TaskOptions.NONE);
            default -> new Task.Moderate(kind, List.of(), TaskOptions.NONE);
        };
    }
}
