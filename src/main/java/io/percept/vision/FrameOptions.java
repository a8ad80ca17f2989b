package io.percept.vision;

import io.percept.vision.codec.AnimationLimits;

/**
 * How animated images are looked at.
 *
 * @param frames most frames of one animation; 1: the first frame alone, as a still picture
 * @param limits how large an animation may be
 */
public record FrameOptions(int frames, AnimationLimits limits) {

    /** Animations are still pictures of their first frame. */
    public static final FrameOptions STILL = new FrameOptions(1, AnimationLimits.DEFAULT);

    public FrameOptions {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, was " + frames);
        }
    }
}
