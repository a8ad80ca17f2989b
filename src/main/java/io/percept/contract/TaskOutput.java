package io.percept.contract;

import java.util.List;
import java.util.Optional;

/** What a task yields. */
public sealed interface TaskOutput {

    /**
     * A caption, description, answer or name.
     *
     * @param rationale the description that the answer was given after
     * @param cut whether the text ended at its limit of tokens, and neither by itself nor by a stop string
     */
    record Text(String text, Optional<String> rationale, boolean cut) implements TaskOutput {

        /** One that ended by itself. */
        public Text(String text, Optional<String> rationale) {
            this(text, rationale, false);
        }
    }

    /**
     * Phrases with their boxes, and the text that they stand in.
     *
     * @param image that the boxes are of
     * @param cut whether what was generated ended at its limit of tokens, so that more phrases or boxes may have followed
     */
    record Grounded(String text, List<GroundedPhrase> phrases, ImageFrame image, boolean cut) implements TaskOutput {
        public Grounded {
            phrases = List.copyOf(phrases);
        }

        /** What ended by itself. */
        public Grounded(String text, List<GroundedPhrase> phrases, ImageFrame image) {
            this(text, phrases, image, false);
        }
    }

    record GroundedPhrase(String phrase, List<BoundingBox> boxes) {
        public GroundedPhrase {
            boxes = List.copyOf(boxes);
        }
    }

    /** Alternative texts, one per image that was asked for, then images that were left out as decoration. */
    record AltTexts(List<AltTextSuggestion> images) implements TaskOutput {
        public AltTexts {
            images = List.copyOf(images);
        }
    }

    /** A decision by a policy. */
    record Moderation(ModerationDecision decision) implements TaskOutput {}

    /**
     * The likeliest candidate.
     *
     * @param index its position, from 0
     * @param probabilities one per candidate; they sum to 1
     */
    record Choice(int index, List<Double> probabilities, Optional<String> rationale) implements TaskOutput {
        public Choice {
            probabilities = List.copyOf(probabilities);
        }
    }
}
