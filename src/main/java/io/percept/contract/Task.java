package io.percept.contract;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One thing that is asked of a document. */
public sealed interface Task {

    /** Names the task in the result. */
    String id();

    TaskOptions options();

    /** The task's kind, by which results and meters name it: the name of its field in {@code percept.v1.Task}. */
    default String type() {
        return switch (this) {
            case Caption caption -> "caption";
            case Describe describe -> "describe";
            case Ground ground -> "ground";
            case Refer refer -> "refer";
            case Answer answer -> "answer";
            case Moderate moderate -> Moderate.TYPE;
            case Choose choose -> "choose";
            case AltText altText -> "alt_text";
            case Unreadable unreadable -> unreadable.type();
        };
    }

    /** A short caption. */
    record Caption(String id, TaskOptions options) implements Task {}

    /** A detailed description. */
    record Describe(String id, TaskOptions options) implements Task {}

    /** The boxes of a phrase, or of every phrase of a caption where none is given. */
    record Ground(String id, Optional<String> phrase, TaskOptions options) implements Task {}

    /** What is in a box. */
    record Refer(String id, Region region, TaskOptions options) implements Task {}

    /**
     * The answer to a question.
     *
     * @param regions of the last image: the n-th <code>{box}</code> of the question stands for the n-th of them
     */
    record Answer(String id, String question, List<MarkedRegion> regions, TaskOptions options) implements Task {
        public Answer {
            Objects.requireNonNull(question, "question");
            regions = List.copyOf(regions);
        }

        /** A question without regions. */
        public Answer(String id, String question, TaskOptions options) {
            this(id, question, List.of(), options);
        }
    }

    /**
     * Scores of moderation labels.
     *
     * @param labels empty: every label of the policy
     * @param evidence whether to look for what speaks for the labels that call for action
     */
    record Moderate(String id, List<String> labels, boolean evidence, TaskOptions options) implements Task {

        /** The kind. */
        public static final String TYPE = "moderate";

        public Moderate {
            labels = List.copyOf(labels);
        }

        /** Scores without evidence, unless the policy asks for it. */
        public Moderate(String id, List<String> labels, TaskOptions options) {
            this(id, labels, false, options);
        }
    }

    /**
     * The likeliest of several candidates.
     *
     * @param question for candidate texts; empty for none
     */
    record Choose(String id, String question, List<Candidate> candidates, TaskOptions options) implements Task {
        public Choose {
            Objects.requireNonNull(question, "question");
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * Alternative texts for images, in the context of their page.
     *
     * @param images positions among the images of the document, from 0; empty: every one
     * @param maxLength most characters of a text
     * @param language BCP 47 tag of the language to write; empty: the model's first
     */
    record AltText(String id, List<Integer> images, int maxLength, Optional<String> language, TaskOptions options)
            implements Task {

        /** Characters that screen readers read in one go, by common advice. */
        public static final int DEFAULT_LENGTH = 125;

        public AltText {
            images = List.copyOf(images);
        }
    }

    /** A task that could not be read; it fails by itself and leaves the event's other tasks alone. */
    record Unreadable(String id, String type, ErrorCode code, String message) implements Task {
        @Override
        public TaskOptions options() {
            return TaskOptions.NONE;
        }
    }
}
