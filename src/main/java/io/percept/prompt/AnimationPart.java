package io.percept.prompt;

import io.percept.contract.DocumentUse.Frame;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.Objects;

/** An animated picture in its place: the frames that were chosen of it stand one after another. */
public record AnimationPart(PreparedFrames frames, ImageNotes notes) implements PicturePart {

    public AnimationPart {
        Objects.requireNonNull(frames, "frames");
        Objects.requireNonNull(notes, "notes");
    }

    @Override
    public List<PreparedImage> images() {
        return frames.frames().stream().map(PreparedFrame::image).toList();
    }

    @Override
    public PreparedImage still() {
        return frames.representativeImage();
    }

    /** The frames from one position up to another, one after another. */
    AnimationPart part(int from, int to) {
        return new AnimationPart(frames.part(from, to), notes);
    }

    /** One of the frames as a still picture. */
    ImagePart only(int position) {
        return new ImagePart(frames.frames().get(position).image(), notes);
    }

    /** Where one of the frames is in the animation. */
    Frame place(int position) {
        PreparedFrame frame = frames.frames().get(position);
        return new Frame(frame.index(), frame.atMillis());
    }
}
