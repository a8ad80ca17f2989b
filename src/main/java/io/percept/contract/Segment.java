package io.percept.contract;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One piece of a document. */
public sealed interface Segment {

    /** Running text. */
    record Text(String text) implements Segment {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * An image in its place.
     *
     * @param alt the alternative text that it already has, or an empty string
     * @param context what is known of its surroundings
     */
    record Image(ImageSource source, String alt, ImageContext context) implements Segment {
        public Image {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(alt, "alt");
            Objects.requireNonNull(context, "context");
        }

        public Image(ImageSource source, String alt) {
            this(source, alt, ImageContext.NONE);
        }
    }

    /**
     * A web page.
     *
     * @param url its address, against which relative image addresses are resolved, or an empty string
     */
    record Page(String html, String url) implements Segment {
        public Page {
            Objects.requireNonNull(html, "html");
            Objects.requireNonNull(url, "url");
        }
    }

    /**
     * What one person said in a chat.
     *
     * @param segments texts and images only
     */
    record ChatTurn(String speaker, Optional<Instant> time, List<Segment> segments) implements Segment {
        public ChatTurn {
            Objects.requireNonNull(speaker, "speaker");
            segments = List.copyOf(segments);
        }
    }
}
