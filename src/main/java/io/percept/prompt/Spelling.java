package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.text.Normalizer;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes characters that the tokenizer does not know with those that it knows: a letter in another width or style, typographic quotes
 * and dashes, ligatures, letters without their accents; what is not seen (soft hyphens, marks of direction, joiners) is left out. What the
 * tokenizer knows stays, as does what could not be spelled either way. Each character is taken by itself, so that the pieces of a text are
 * spelled as the whole is. {@code percept_training/spelling.py} does the same; {@code tests/spelling.json} beside it holds both to it.
 * Thread-safe.
 */
final class Spelling {

    /** More than there are characters that can be spelled otherwise. */
    private static final int REMEMBERED = 16_384;

    private static final int LAST_OF_ASCII = 0x7F;

    /** What readers take for the same, though the compatible forms of Unicode (NFKD) do not. */
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("‘’‚‛′‵ʹʻʼʽ´‹›", "'"),
            Map.entry("“”„‟″‶«»", "\""),
            Map.entry("‐‒–—―−⁃", "-"),
            Map.entry("⁄∕", "/"),
            Map.entry("•", "*"),
            Map.entry("×", "x"),
            Map.entry("ß", "ss"),
            Map.entry("ẞ", "SS"),
            Map.entry("æ", "ae"),
            Map.entry("Æ", "AE"),
            Map.entry("œ", "oe"),
            Map.entry("Œ", "OE"),
            Map.entry("ø", "o"),
            Map.entry("Ø", "O"),
            Map.entry("ł", "l"),
            Map.entry("Ł", "L"),
            Map.entry("đð", "d"),
            Map.entry("ĐÐ", "D"),
            Map.entry("þ", "th"),
            Map.entry("Þ", "Th"),
            Map.entry("ı", "i"));

    /** Accents of letters, marks around signs, and what chooses between the shapes of one: from and to. */
    private static final int[][] MARKS = {
        {0x0300, 0x036F},
        {0x1AB0, 0x1AFF},
        {0x1DC0, 0x1DFF},
        {0x20D0, 0x20FF},
        {0xFE00, 0xFE0F},
        {0xFE20, 0xFE2F},
        {0xE0100, 0xE01EF}
    };

    private final Predicate<String> isKnown;
    private final Cache<Integer, String> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<Integer, Boolean> readable =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** @param isKnown whether the tokenizer has tokens for all of a text; asked of a few characters at once */
    Spelling(Predicate<String> isKnown) {
        this.isKnown = isKnown;
    }

    /** Whether the tokenizer knows a character, or what it is spelled with; ASCII is taken for known. */
    boolean reads(int character) {
        return character <= LAST_OF_ASCII
                || readable.get(character, each -> isKnown.test(remembered.get(each, this::spelled)));
    }

    /** The text itself where it is of ASCII alone, which is what the others are spelled with. */
    String of(String text) {
        int at = asciiUntil(text);
        if (at == text.length()) {
            return text;
        }
        StringBuilder spelled = new StringBuilder(text.length()).append(text, 0, at);
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (character <= LAST_OF_ASCII) {
                spelled.append((char) character);
            } else {
                spelled.append(remembered.get(character, this::spelled));
            }
            at += Character.charCount(character);
        }
        return spelled.toString();
    }

    /** Whether a character may be left out of a text: then the text has no token for it. */
    static boolean mayBeLeftOut(int character) {
        if (character <= LAST_OF_ASCII) {
            return false;
        }
        for (int[] marks : MARKS) {
            if (character >= marks[0] && character <= marks[1]) {
                return true;
            }
        }
        return Character.getType(character) == Character.FORMAT;
    }

    private static int asciiUntil(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) <= LAST_OF_ASCII) {
            at++;
        }
        return at;
    }

    private String spelled(int character) {
        String written = Character.toString(character);
        String other = otherwise(character);
        // Most characters are spelled as they are, and the tokenizer is not asked.
        return other.equals(written) || isKnown.test(written) || !isKnown.test(other) ? written : other;
    }

    private static String otherwise(int character) {
        String written = Character.toString(character);
        String plain = plain(character);
        if (!plain.equals(written)) {
            return plain;
        }
        String apart = Normalizer.normalize(written, Normalizer.Form.NFKD)
                .codePoints()
                .mapToObj(Spelling::plain)
                .collect(Collectors.joining());
        return Normalizer.normalize(apart, Normalizer.Form.NFC);
    }

    private static String plain(int character) {
        String written = Character.toString(character);
        if (mayBeLeftOut(character)) {
            return "";
        }
        if (Character.isSpaceChar(character)) {
            return " ";
        }
        for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
            if (sign.getKey().contains(written)) {
                return sign.getValue();
            }
        }
        return written;
    }
}
