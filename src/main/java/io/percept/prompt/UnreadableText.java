package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.OptionalInt;

/**
 * Tells how much of the texts of a document the model cannot read: letters that its vocabulary lacks and that cannot be
 * {@linkplain Spelling spelled otherwise}. To the model all of these are the same. Pictographs and other signs are not counted: posts are
 * full of them, and what is written says most of what is meant. Thread-safe.
 */
final class UnreadableText {

    /** Of the letters; up to this, and below the number of letters, a text is taken for read. */
    private static final int PERCENT = 10;

    private static final int LEAST_LETTERS = 3;

    private final TextEncoder encoder;

    /** By the part itself: each task of an event asks for those of the same parts. */
    private final Cache<TextPart, Letters> counted =
            Caffeine.newBuilder().weakKeys().build();

    private record Letters(long all, long unread) {

        static final Letters NONE = new Letters(0, 0);

        Letters and(Letters others) {
            return new Letters(all + others.all, unread + others.unread);
        }
    }

    UnreadableText(TextEncoder encoder) {
        this.encoder = encoder;
    }

    /** The share of the letters of a document's texts, in percent; empty where it is no more than ten, or they are fewer than three. */
    OptionalInt percentOf(Document document) {
        Letters letters = document.parts().stream()
                .filter(TextPart.class::isInstance)
                .map(part -> counted.get((TextPart) part, text -> letters(text.text())))
                .reduce(Letters.NONE, Letters::and);
        return letters.unread() >= LEAST_LETTERS && 100 * letters.unread() > PERCENT * letters.all()
                ? OptionalInt.of(Math.toIntExact(Math.round(100.0 * letters.unread() / letters.all())))
                : OptionalInt.empty();
    }

    private Letters letters(String text) {
        long all = 0;
        long unread = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            if (Character.isLetter(character)) {
                all++;
                unread += encoder.reads(character) ? 0 : 1;
            }
            at += Character.charCount(character);
        }
        return new Letters(all, unread);
    }
}
