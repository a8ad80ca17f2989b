package io.percept.prompt;

import io.percept.contract.DocumentUse.FrameOfImage;
import io.percept.contract.DocumentUse.SeenIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that moderation looks at: each window of a document, with the frames of its animations one after another; and
 * for each of those frames its window once more with that frame alone in the animation's place. So one frame's verdict is not
 * watered down by the others, and it can be named.
 */
final class DocumentLooks {

    /** Frames beyond these are looked at within their sequence only; it bounds what one event may cost. */
    static final int MAX_FRAMES = 32;

    private DocumentLooks() {}

    /**
     * A look.
     *
     * @param place where in the whole document
     */
    record Look(Document document, SeenIn place) {}

    static List<Look> of(List<DocumentWindow> windows) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            looks.add(new Look(windows.get(i).document(), new SeenIn(i, Optional.empty())));
        }
        int frames = 0;
        for (int i = 0; i < windows.size(); i++) {
            DocumentWindow window = windows.get(i);
            int picture = window.firstPicture();
            for (Part part : window.document().parts()) {
                if (part instanceof AnimationPart animation) {
                    int most = Math.min(animation.frames().frames().size(), MAX_FRAMES - frames);
                    for (int frame = 0; frame < most; frame++) {
                        FrameOfImage place = new FrameOfImage(picture, animation.place(frame));
                        looks.add(new Look(
                                replaced(window.document(), animation, animation.only(frame)),
                                new SeenIn(i, Optional.of(place))));
                    }
                    frames += Math.max(0, most);
                }
                picture += part instanceof PicturePart ? 1 : 0;
            }
        }
        return looks;
    }

    private static Document replaced(Document document, AnimationPart animation, ImagePart frame) {
        List<Part> parts = new ArrayList<>();
        for (Part part : document.parts()) {
            parts.add(part == animation ? frame : part);
        }
        return new Document(parts, document.record());
    }
}
