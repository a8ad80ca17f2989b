package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Shortens the texts of a document until it fits. Images are never dropped. The longest texts give first, each at its end
 * and between words, after a sentence where one ends nearby.
 */
final class DocumentFitter {

    private final ToIntFunction<String> tokens;
    private final int queries;

    DocumentFitter(TextEncoder encoder, int queries) {
        this(text -> encoder.plain(TextPart.onOneLine(text)).length, queries);
    }

    /** @param tokens of a text of a document */
    DocumentFitter(ToIntFunction<String> tokens, int queries) {
        this.tokens = tokens;
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
            case TextPart text -> length(text.text());
            case PicturePart picture -> picture.images().size() * (queries + 2);
        };
    }

    /** Tokens of a text of a document. */
    int length(String text) {
        return tokens.applyAsInt(text);
    }
}
