package io.percept.prompt;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a document apart into the pieces between which it may be split. Thread-safe. */
final class DocumentAtoms {

    /** How well a place suits for a split, from bad to good. */
    enum Pause {
        BEHIND_IMAGE,
        FRAME,
        WORD,
        SENTENCE,
        IMAGE,
        PARAGRAPH
    }

    /**
     * An image, a frame of one, or some text within a part.
     *
     * @param piece the part's position in the document
     * @param from characters of the text, or frames of the image, before it
     * @param to those before its end; a still picture is one frame
     * @param pause what is between it and the one before
     */
    record Atom(int piece, int from, int to, int tokens, Pause pause) {}

    /** Those that were found so far. A text of nothing but line feeds has as many as it has characters. */
    private static final class Pieces {
        private final List<Atom> all = new ArrayList<>();
        private final long most;
        private long tokens;

        Pieces(long most) {
            this.most = most;
        }

        void add(Atom atom) {
            all.add(atom);
            tokens += atom.tokens();
        }

        boolean areFull() {
            return tokens > most;
        }
    }

    private final DocumentFitter fitter;

    DocumentAtoms(DocumentFitter fitter) {
        this.fitter = fitter;
    }

    /**
     * @param limit tokens that a piece of text must not pass, and an animation only frame by frame
     * @param most where the pieces have more tokens than these, the rest of the document is left out
     */
    List<Atom> of(Document document, int limit, long most) {
        Pieces atoms = new Pieces(most);
        Part before = null;
        for (int piece = 0; piece < document.parts().size() && !atoms.areFull(); piece++) {
            Part part = document.parts().get(piece);
            switch (part) {
                case PicturePart picture -> picture(atoms, piece, picture, limit);
                case TextPart text -> {
                    Pause first = before instanceof PicturePart ? Pause.BEHIND_IMAGE : Pause.PARAGRAPH;
                    paragraphs(atoms, piece, text.text(), first, Math.max(1, limit));
                }
            }
            before = part;
        }
        return atoms.all;
    }

    private void picture(Pieces atoms, int piece, PicturePart picture, int limit) {
        int tokens = fitter.length(picture);
        if (picture instanceof AnimationPart animation && tokens > limit) {
            frames(atoms, piece, animation);
        } else {
            atoms.add(new Atom(piece, 0, picture.images().size(), tokens, Pause.IMAGE));
        }
    }

    /** Each frame by itself, of an animation whose frames do not fit together. */
    private void frames(Pieces atoms, int piece, AnimationPart animation) {
        for (int frame = 0; frame < animation.images().size(); frame++) {
            Pause pause = frame == 0 ? Pause.IMAGE : Pause.FRAME;
            atoms.add(new Atom(piece, frame, frame + 1, fitter.length(animation.only(frame)), pause));
        }
    }

    private void paragraphs(Pieces atoms, int piece, String text, Pause first, int limit) {
        Pause pause = first;
        int from = 0;
        while (from < text.length() && !atoms.areFull()) {
            int feed = text.indexOf('\n', from);
            int to = feed < 0 ? text.length() : feed + 1;
            sentences(atoms, piece, text, from, to, pause, limit);
            pause = Pause.PARAGRAPH;
            from = to;
        }
    }

    private void sentences(Pieces atoms, int piece, String text, int from, int to, Pause first, int limit) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text.substring(from, to));
        Pause pause = first;
        int start = sentences.first();
        for (int end = sentences.next();
                end != BreakIterator.DONE && !atoms.areFull();
                start = end, end = sentences.next()) {
            words(atoms, piece, text, from + start, from + end, pause, limit);
            pause = Pause.SENTENCE;
        }
    }

    /** A sentence as a whole, or in pieces where it is longer than the limit. */
    private void words(Pieces atoms, int piece, String text, int from, int to, Pause first, int limit) {
        Pause pause = first;
        int start = from;
        while (start < to && !atoms.areFull()) {
            TextBeginning next = beginning(text.substring(start, to), limit);
            int end = start + next.characters();
            atoms.add(new Atom(piece, start, end, next.tokens(), pause));
            pause = Pause.WORD;
            start = end;
        }
    }

    /**
     * The whole of a text that fits, else its longest beginning of whole words; of one endless word, some characters that fit. These are
     * found by their tokens, since a character may have none: as many pieces as characters would take the square of the text's length.
     */
    private TextBeginning beginning(String text, int limit) {
        TextBeginning words = fitter.beginning(text, limit);
        if (words.characters() > 0) {
            return words;
        }
        int length = Math.min(text.length(), limit);
        int tokens = fitter.length(text.substring(0, length));
        while (length > 1 && tokens > limit) {
            length /= 2;
            tokens = fitter.length(text.substring(0, length));
        }
        while (length < text.length()) {
            int longer = Math.min(text.length(), 2 * length);
            int ofLonger = fitter.length(text.substring(0, longer));
            if (ofLonger > limit) {
                break;
            }
            length = longer;
            tokens = ofLonger;
        }
        return new TextBeginning(length, tokens);
    }
}
