package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.List;

/** A piece of a document that is seen: a still picture, or some frames of an animated one. */
public sealed interface PicturePart extends Part permits ImagePart, AnimationPart {

    /** What the model sees, in order. */
    List<PreparedImage> images();

    /** The picture that stands for it where a task looks at one. */
    PreparedImage still();

    /** Where it is from and what it is said to be. */
    ImageNotes notes();
}
