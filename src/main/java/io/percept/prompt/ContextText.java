package io.percept.prompt;

import io.percept.contract.Excerpt;
import io.percept.contract.ImageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The text around an image that the model sees with it, the nearest first: the caption, the link or button that it is in, the end of the
 * text before it, the beginning of that after it, the heading. Each has tokens of its own, so that none drives out the others; what they do
 * not need goes to the nearest that has more to say. Thread-safe.
 */
final class ContextText {

    /** In all: enough to name things, and no longer than the model's own texts. */
    static final int TOKENS = 64;

    /** Characters of a piece which are looked at: more than so many tokens usually have. */
    private static final int LONGEST_PIECE = 1_000;

    /**
     * One of the texts around an image.
     *
     * @param tokens that it has in any case
     * @param cut the piece within so many tokens
     */
    private record Piece(String text, int tokens, BiFunction<String, Integer, String> cut) {

        String within(int most) {
            return cut.apply(text, most).strip();
        }
    }

    private final PromptRoom room;

    ContextText(PromptRoom room) {
        this.room = room;
    }

    /** On one line; empty where nothing is known. */
    String of(ImageContext context, Surroundings around) {
        List<Piece> pieces = different(List.of(
                new Piece(context.caption(), 20, room::cut),
                new Piece(context.target(), 8, room::cut),
                new Piece(context.beside(), 8, room::cut),
                new Piece(around.before(), 12, room::cutInFront),
                new Piece(around.after(), 8, room::cut),
                new Piece(context.heading(), 8, room::cut)));
        List<String> shown = new ArrayList<>();
        int left = TOKENS;
        for (Piece piece : pieces) {
            String own = piece.within(piece.tokens());
            shown.add(own);
            left -= room.length(own);
        }
        for (int i = 0; i < shown.size(); i++) {
            int own = room.length(shown.get(i));
            String more = pieces.get(i).within(own + left);
            shown.set(i, more);
            left -= room.length(more) - own;
        }
        shown.removeIf(String::isEmpty);
        // Once more, since pieces may have a token more together than each by itself.
        return room.cut(String.join(" ", shown), TOKENS);
    }

    /** Those that say something, but for what a nearer one says. */
    private static List<Piece> different(List<Piece> pieces) {
        List<Piece> different = new ArrayList<>();
        for (Piece piece : pieces) {
            String text = TextPart.onOneLine(Excerpt.beginning(piece.text(), LONGEST_PIECE))
                    .strip();
            if (!text.isEmpty()
                    && different.stream().noneMatch(nearer -> nearer.text().contains(text))) {
                different.add(new Piece(text, piece.tokens(), piece.cut()));
            }
        }
        return different;
    }
}
