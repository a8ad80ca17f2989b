package io.percept.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a task looked at a document that does not fit into the model's context, or that holds animations. Immutable.
 *
 * @param droppedTokens tokens of texts that were left out of the windows that were looked at
 * @param windows the parts into which the document was split, in order; empty where it was not
 * @param animations its animated images
 */
public record DocumentUse(int droppedTokens, List<Window> windows, List<AnimationUse> animations) {

    /** The whole document at once. */
    public static final DocumentUse WHOLE = new DocumentUse(0, List.of(), List.of());

    public DocumentUse {
        windows = List.copyOf(windows);
        animations = List.copyOf(animations);
    }

    public static DocumentUse shortened(int droppedTokens) {
        return droppedTokens == 0 ? WHOLE : new DocumentUse(droppedTokens, List.of(), List.of());
    }

    /**
     * A part of a document.
     *
     * @param to the place behind its end
     * @param lookedAt whether the task was asked of it
     * @param begins its first words
     */
    public record Window(Place from, Place to, int tokens, boolean lookedAt, String begins) {}

    /**
     * A place in a document.
     *
     * @param piece a text or image, counted from 0 in reading order
     * @param character characters of the text before the place
     * @param frame of an animated image whose frames are in several windows, how many of those that are looked at are before the place
     */
    public record Place(int piece, int character, int frame) {

        /** Within no image. */
        public Place(int piece, int character) {
            this(piece, character, 0);
        }
    }

    /**
     * An animated image.
     *
     * @param image position among the images of the document, from 0
     * @param frames of the file
     * @param lookedAt the frames that the task saw, in order
     */
    public record AnimationUse(int image, int frames, long durationMillis, List<Frame> lookedAt) {
        public AnimationUse {
            lookedAt = List.copyOf(lookedAt);
        }

        /** The same image, of which the frames of another use were seen after these. */
        public AnimationUse then(AnimationUse later) {
            List<Frame> both = new ArrayList<>(lookedAt);
            both.addAll(later.lookedAt);
            return new AnimationUse(image, frames, durationMillis, both);
        }
    }

    /**
     * A frame of an animated image.
     *
     * @param index position in the file, from 0
     * @param atMillis when it appears, from the start of the animation
     */
    public record Frame(int index, long atMillis) {}

    /**
     * The part of a document that gave a verdict.
     *
     * @param window position among the windows; 0 where the document was not split
     * @param animation the frame of an animated image that gave it
     */
    public record SeenIn(int window, Optional<FrameOfImage> animation) {}

    /** @param image position of the animated image among the images of the document, from 0 */
    public record FrameOfImage(int image, Frame frame) {}
}
