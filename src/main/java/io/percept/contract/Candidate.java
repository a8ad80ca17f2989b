package io.percept.contract;

import java.util.Objects;

/** One of the things to choose from. */
public sealed interface Candidate {

    record Text(String text) implements Candidate {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** An image that is tried in the place that follows the document. */
    record Image(ImageSource source) implements Candidate {
        public Image {
            Objects.requireNonNull(source, "source");
        }
    }
}
