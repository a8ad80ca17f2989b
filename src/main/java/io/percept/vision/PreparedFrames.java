package io.percept.vision;

import java.util.List;

/**
 * What an encoded image shows, as the model sees it: one picture, or those frames of an animation that differ most.
 * Immutable.
 *
 * @param frames the picture, or frames in order: at least two, but for a part of an animation
 * @param representative position in {@code frames} of the one that stands for the longest time
 * @param total frames of the file; 1 for a still picture
 * @param durationMillis of one run of the animation; 0 where it was not watched
 * @param complete whether all that the file shows looks like one of the frames; false where some differ and were left out, and where nobody
 *     has looked
 */
public record PreparedFrames(
        List<PreparedFrame> frames, int representative, int total, long durationMillis, boolean complete) {

    /**
     * One frame.
     *
     * @param index its place in the file, from 0
     * @param atMillis when it appears, from the start of the animation
     */
    public record PreparedFrame(PreparedImage image, int index, long atMillis) {}

    public PreparedFrames {
        frames = List.copyOf(frames);
        if (frames.isEmpty() || representative < 0 || representative >= frames.size()) {
            throw new IllegalArgumentException("Frame " + representative + " of " + frames.size() + " represents all");
        }
    }

    /**
     * The first picture of a file of which nobody has looked at another one.
     *
     * @param total pictures of the file
     */
    static PreparedFrames firstOf(PreparedImage image, int total) {
        return new PreparedFrames(List.of(new PreparedFrame(image, 0, 0)), 0, total, 0, total <= 1);
    }

    /**
     * Some of the frames, one after another.
     *
     * @param from position of the first
     * @param to position behind the last
     */
    public PreparedFrames part(int from, int to) {
        if (from == 0 && to == frames.size()) {
            return this;
        }
        boolean represented = representative >= from && representative < to;
        return new PreparedFrames(
                frames.subList(from, to), represented ? representative - from : 0, total, durationMillis, false);
    }

    /** Whether there is more than one frame to look at. */
    public boolean isAnimated() {
        return frames.size() > 1;
    }

    /** The picture, or the frame that stands for the animation. */
    public PreparedImage representativeImage() {
        return frames.get(representative).image();
    }
}
