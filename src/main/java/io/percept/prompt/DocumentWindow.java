package io.percept.prompt;

import io.percept.contract.DocumentUse.Place;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a document that fits into the model's context.
 *
 * @param document the part as a document of its own
 * @param from its first place in the whole
 * @param to the place behind its end
 * @param firstPicture how many pictures of the whole come before it, without an animation that it begins within
 */
record DocumentWindow(Document document, Place from, Place to, int tokens, int firstPicture) {

    private static final int BEGINNING = 60;

    static DocumentWindow whole(Document document, int tokens) {
        return new DocumentWindow(
                document, new Place(0, 0), new Place(document.parts().size(), 0), tokens, 0);
    }

    /** @param atoms consecutive ones of the whole, at least one */
    static DocumentWindow of(Document whole, List<DocumentAtoms.Atom> atoms) {
        List<Part> parts = new ArrayList<>();
        int tokens = 0;
        int from = 0;
        for (int i = 0; i < atoms.size(); i++) {
            DocumentAtoms.Atom atom = atoms.get(i);
            tokens += atom.tokens();
            from = i > 0 && atoms.get(i - 1).piece() == atom.piece() ? from : atom.from();
            boolean last = i + 1 == atoms.size() || atoms.get(i + 1).piece() != atom.piece();
            if (last) {
                add(parts, whole.parts().get(atom.piece()), from, atom.to());
            }
        }
        Place start = place(whole, atoms.getFirst().piece(), atoms.getFirst().from());
        return new DocumentWindow(
                new Document(parts, whole.record()),
                start,
                behind(whole, atoms.getLast()),
                tokens,
                pictures(whole, start.piece()));
    }

    /** As it is recorded. */
    Window record(boolean lookedAt) {
        return new Window(from, to, tokens, lookedAt, begins());
    }

    private static void add(List<Part> parts, Part part, int from, int to) {
        switch (part) {
            case ImagePart image -> parts.add(image);
            case AnimationPart animation -> parts.add(animation.part(from, to));
            case TextPart text -> {
                String within = text.text().substring(from, to).strip();
                if (!within.isEmpty()) {
                    parts.add(new TextPart(within));
                }
            }
        }
    }

    private static Place behind(Document whole, DocumentAtoms.Atom last) {
        int length =
                switch (whole.parts().get(last.piece())) {
                    case TextPart text -> text.text().length();
                    case PicturePart picture -> picture.images().size();
                };
        return last.to() == length ? new Place(last.piece() + 1, 0) : place(whole, last.piece(), last.to());
    }

    /** @param within characters of the text, or frames of the image, before it */
    private static Place place(Document whole, int piece, int within) {
        return whole.parts().get(piece) instanceof PicturePart ? new Place(piece, 0, within) : new Place(piece, within);
    }

    private static int pictures(Document whole, int pieces) {
        return (int) whole.parts().stream()
                .limit(pieces)
                .filter(PicturePart.class::isInstance)
                .count();
    }

    private String begins() {
        for (Part part : document.parts()) {
            if (part instanceof TextPart text) {
                String line = text.line();
                return line.length() <= BEGINNING ? line : Excerpt.beginning(line, BEGINNING) + "…";
            }
        }
        return "";
    }
}
