package io.percept.resolve.load;

import io.percept.contract.Segment;
import io.percept.vision.PreparedFrames;
import java.time.Instant;
import java.util.Optional;

/** A text or image of an event's document, in reading order. */
public sealed interface Piece {

    /** Who said it, where it is part of a chat. */
    Optional<Turn> turn();

    /**
     * A turn of a chat.
     *
     * @param number of the turn within the document, from 0
     */
    record Turn(int number, String speaker, Optional<Instant> time) {}

    /** @param text with paragraphs separated by line feeds */
    record Text(String text, Optional<Turn> turn) implements Piece {}

    /**
     * An image.
     *
     * @param encoded the file, where it was kept
     */
    record Picture(Segment.Image image, PreparedFrames frames, Optional<byte[]> encoded, Optional<Turn> turn)
            implements Piece {

        /** Where it was fetched; empty where it came with the event. */
        public String address() {
            return ImageLoader.address(image);
        }
    }
}
