package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Shortens the texts of a document until it fits. Images are never dropped. The longest texts give first, each at its end
 * and between words, after a sentence where one ends nearby. Thread-safe.
 */
final class DocumentFitter {

    private final ToIntFunction<String> tokens;
    private final int longestToken;
    private final int queries;

    /** The tokens of texts, by the part itself: each task of an event asks for those of the same parts. */
    private final Cache<TextPart, Integer> known =
            Caffeine.newBuilder().weakKeys().build();

    DocumentFitter(TextEncoder encoder, int queries) {
        this(text -> encoder.length(TextPart.onOneLine(text)), encoder.longestToken(), queries);
    }

    /**
     * @param tokens of a text of a document
     * @param longestToken characters that a token stands for at most; {@link Integer#MAX_VALUE} where that is not certain
     */
    DocumentFitter(ToIntFunction<String> tokens, int longestToken, int queries) {
        this.tokens = tokens;
        this.longestToken = longestToken;
        this.queries = queries;
    }

    /** A document that fits, and the number of tokens that it lost. */
    record Fitted(Document document, int droppedTokens) {}

    /** Tokens of a document. */
    int length(Document document) {
        int length = 0;
        for (Part part : document.parts()) {
            length += length(part);
        }
        return length;
    }

    /** Whether a document has at most so many tokens. What certainly has more is not read for it. */
    boolean fits(Document document, int limit) {
        return least(document) <= limit && length(document) <= limit;
    }

    /** Tokens that a document has at least, by its characters alone. */
    long least(Document document) {
        long least = 0;
        for (Part part : document.parts()) {
            least += switch (part) {
                case TextPart text -> least(text.text());
                case PicturePart picture -> length(picture);
            };
        }
        return least;
    }

    private long least(String text) {
        // One line may make nothing of gaps, and the spelling nothing of what is not seen and one of two halves of a
        // character.
        return text.length() < longestToken
                ? 0
                : text.codePoints()
                                .filter(c -> c > ' ' && !Spelling.mayBeLeftOut(c))
                                .count()
                        / longestToken;
    }

    /** @throws PerceptException {@link ErrorCode#TOO_LONG} if even without any text it does not fit */
    Fitted fit(Document document, int limit) {
        int length = length(document);
        if (length <= limit) {
            return new Fitted(document, 0);
        }
        int images = document.images().size() * (queries + 2);
        if (images > limit) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "The document takes %d tokens, %d of them for its %d images, but only %d are free beside the examples, the question and the answer: send fewer images, examples or a shorter question."
                            .formatted(length, images, document.images().size(), Math.max(0, limit)));
        }
        Document shortened = shorten(document, textLimit(document, limit - images));
        return new Fitted(shortened, length - length(shortened));
    }

    /** The length to which every text has to be cut so that all together have at most {@code room} tokens. */
    private int textLimit(Document document, int room) {
        int[] lengths = document.parts().stream()
                .filter(TextPart.class::isInstance)
                .mapToInt(this::length)
                .sorted()
                .toArray();
        int left = room;
        for (int i = 0; i < lengths.length; i++) {
            int share = left / (lengths.length - i);
            if (lengths[i] > share) {
                return share;
            }
            left -= lengths[i];
        }
        return room;
    }

    private Document shorten(Document document, int each) {
        List<Part> parts = new ArrayList<>();
        for (Part part : document.parts()) {
            if (part instanceof TextPart text && length(text) > each) {
                String cut = cut(text.text(), each);
                if (!cut.isEmpty()) {
                    parts.add(new TextPart(cut));
                }
            } else {
                parts.add(part);
            }
        }
        return new Document(parts);
    }

    /** The longest beginning of whole words within a limit of tokens; without an unfinished sentence, if that costs little. */
    String cut(String text, int limit) {
        String words = words(text, limit);
        int sentence = Math.max(words.lastIndexOf('.'), Math.max(words.lastIndexOf('!'), words.lastIndexOf('?'))) + 1;
        return sentence > words.length() * 2 / 3 ? words.substring(0, sentence) : words;
    }

    /** The longest beginning of whole words within a limit of tokens. */
    private String words(String text, int limit) {
        return text.substring(0, beginning(text, limit).characters()).stripTrailing();
    }

    /** The longest beginning within a limit of tokens that ends with a word or is the whole of the text. */
    TextBeginning beginning(String text, int limit) {
        return TextBeginning.longest(text, limit, this::length);
    }

    int length(Part part) {
        return switch (part) {
            case TextPart text -> remembered(text);
            case PicturePart picture -> picture.images().size() * (queries + 2);
        };
    }

    private int remembered(TextPart text) {
        Integer before = known.getIfPresent(text);
        if (before != null) {
            return before;
        }
        int counted = length(text.text());
        known.put(text, counted);
        return counted;
    }

    /** Tokens of a text of a document. */
    int length(String text) {
        return tokens.applyAsInt(text);
    }
}
