package io.percept.prompt;

import io.percept.contract.BoundingBox;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageFrame;
import io.percept.contract.MarkedRegion;
import io.percept.contract.PerceptException;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.vision.PreparedImage;
import java.util.List;
import java.util.regex.Pattern;

/** Writes regions of a document's last image as location tokens. Thread-safe. */
final class RegionWriter {

    private static final String BOX = "{box}";

    private final LocationGrid grid;
    private final TextEncoder encoder;

    RegionWriter(LocationGrid grid, TextEncoder encoder) {
        this.grid = grid;
        this.encoder = encoder;
    }

    /** The image that the boxes of a document are of. The document must have one. */
    static ImageFrame frame(Document document) {
        List<PreparedImage> images = document.images();
        PreparedImage last = images.getLast();
        return new ImageFrame(images.size() - 1, last.sourceWidth(), last.sourceHeight());
    }

    /** The two location tokens of a region. */
    String box(Document document, Region region) {
        BoundingBox box = region.within(frame(document));
        StringBuilder tokens = new StringBuilder();
        for (int cell : grid.encode(box)) {
            tokens.append("<patch_index_%04d>".formatted(cell));
        }
        return tokens.toString();
    }

    /**
     * A question with its regions in the place of each <code>{box}</code>, safe to be placed in a prompt.
     *
     * @throws PerceptException where the number of regions is not that of the places
     */
    String question(Document document, Task.Answer task) {
        String question = encoder.safe(task.question());
        if (task.regions().isEmpty()) {
            return question;
        }
        String[] pieces = question.split(Pattern.quote(BOX), -1);
        if (pieces.length - 1 != task.regions().size()) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s has %d regions, and its question speaks of %d: write %s once for each region."
                            .formatted(task.id(), task.regions().size(), pieces.length - 1, BOX));
        }
        StringBuilder written = new StringBuilder(pieces[0]);
        for (int i = 1; i < pieces.length; i++) {
            MarkedRegion region = task.regions().get(i - 1);
            written.append("<phrase>")
                    .append(encoder.safe(region.phrase()))
                    .append("</phrase><object>")
                    .append(box(document, region.region()))
                    .append("</object>")
                    .append(pieces[i]);
        }
        return written.toString();
    }
}
