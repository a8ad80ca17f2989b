package io.percept.prompt;

import io.percept.contract.BoundingBox;
import io.percept.contract.ImageFrame;
import io.percept.contract.TaskOutput.Grounded;
import io.percept.contract.TaskOutput.GroundedPhrase;
import io.percept.engine.SpecialTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads phrases with their boxes from generated tokens: {@code phrase words /phrase object patch patch (delimiter patch
 * patch)* /object}. A model may write anything, so what is not of this form is skipped: a phrase without boxes, a corner
 * without its partner, corners in the wrong order. Objects without a phrase belong to the phrase that was asked for. Thread-safe.
 */
final class GroundedReader {

    private final SpecialTokens special;
    private final LocationGrid grid;
    private final TextEncoder encoder;

    GroundedReader(SpecialTokens special, LocationGrid grid, TextEncoder encoder) {
        this.special = special;
        this.grid = grid;
        this.encoder = encoder;
    }

    /**
     * @param asked the phrase that was asked for
     * @param image that the boxes are of
     * @param stop the text ends before the first of these
     */
    Grounded read(Generation generation, Optional<String> asked, ImageFrame image, List<String> stop) {
        int[] ids = generation.ids();
        List<GroundedPhrase> phrases = new ArrayList<>();
        Optional<String> phrase = asked;
        int at = 0;
        while (at < ids.length) {
            if (ids[at] == special.phraseStart()) {
                int end = indexOf(special.phraseEnd(), ids, at);
                phrase = Optional.of(encoder.decode(Arrays.copyOfRange(ids, at + 1, end)));
                at = end;
            } else if (ids[at] == special.objectStart()) {
                int end = indexOf(special.objectEnd(), ids, at);
                List<BoundingBox> boxes = boxes(ids, at + 1, end);
                if (phrase.isPresent() && !boxes.isEmpty()) {
                    phrases.add(new GroundedPhrase(phrase.get(), boxes));
                }
                phrase = asked;
                at = end;
            } else {
                at++;
            }
        }
        String text = asked.orElseGet(() -> StopStrings.cut(encoder.decode(ids), stop));
        return new Grounded(text, phrases, image, !generation.complete());
    }

    private List<BoundingBox> boxes(int[] ids, int from, int to) {
        List<BoundingBox> boxes = new ArrayList<>();
        int corner = -1;
        for (int i = from; i < to; i++) {
            int cell = ids[i] - special.patchFirst();
            if (cell < 0 || cell >= grid.side() * grid.side()) {
                corner = -1;
            } else if (corner < 0) {
                corner = cell;
            } else {
                grid.decode(corner, cell).ifPresent(boxes::add);
                corner = -1;
            }
        }
        return boxes;
    }

    /** Where a token is next, or the end. */
    private static int indexOf(int id, int[] ids, int from) {
        int at = from;
        while (at < ids.length && ids[at] != id) {
            at++;
        }
        return at;
    }
}
