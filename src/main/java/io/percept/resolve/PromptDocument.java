package io.percept.resolve;

import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImageNotes;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
import io.percept.prompt.TextPart;
import io.percept.prompt.alttext.AltTextLint;
import io.percept.resolve.load.LoadedDocument;
import io.percept.resolve.load.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a loaded document out for the model: alternative texts follow their image as text, names of files do not count as
 * such; a turn of a chat is a line, "speaker: text", and where an image stands in it, the line is broken around the image. For
 * one document; not thread-safe.
 */
final class PromptDocument {

    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private int turn = -1;

    private PromptDocument() {}

    static Document of(LoadedDocument loaded) {
        PromptDocument written = new PromptDocument();
        loaded.pieces().forEach(written::add);
        written.endLine();
        int images = loaded.pictures().size();
        int texts =
                (int) written.parts.stream().filter(TextPart.class::isInstance).count();
        return new Document(
                written.parts, loaded.record().holding(texts, images).withSkipped(partlySeen(loaded.pictures())));
    }

    /** Images that are in the document, but for frames which differ from those that are shown of them. */
    private static List<SkippedImage> partlySeen(List<Piece.Picture> pictures) {
        return pictures.stream()
                .filter(picture -> !picture.frames().complete())
                .map(picture -> new SkippedImage(
                        Reason.FRAMES,
                        picture.address(),
                        picture.image().alt(),
                        "%d of %d seen"
                                .formatted(
                                        picture.frames().frames().size(),
                                        picture.frames().total())))
                .toList();
    }

    private void add(Piece piece) {
        if (piece.turn().isEmpty()) {
            endLine();
            turn = -1;
        } else if (piece.turn().get().number() != turn) {
            endLine();
            turn = piece.turn().get().number();
            String speaker = piece.turn().get().speaker();
            line.append(speaker.isEmpty() ? "" : speaker + ":");
        }
        switch (piece) {
            case Piece.Text text -> line.append(line.isEmpty() || text.text().isEmpty() ? "" : " ")
                    .append(text.text());
            case Piece.Picture picture -> {
                endLine();
                add(picture);
            }
        }
        if (piece.turn().isEmpty()) {
            endLine();
        }
    }

    private void add(Piece.Picture picture) {
        String alt = picture.image().alt().strip();
        ImageNotes notes =
                new ImageNotes(picture.address(), alt, picture.image().context());
        parts.add(
                picture.frames().isAnimated()
                        ? new AnimationPart(picture.frames(), notes)
                        : new ImagePart(picture.frames().representativeImage(), notes));
        if (!AltTextLint.saysNothing(alt)) {
            parts.add(new TextPart(alt));
        }
    }

    private void endLine() {
        if (!line.isEmpty()) {
            parts.add(new TextPart(line.toString()));
            line.setLength(0);
        }
    }
}
