package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shortens the texts of a document until it fits. Images are never dropped. The longest texts give first, each at its end
 * and between words, after a sentence where one ends nearby.
 */
final class DocumentFitter {

    private final TextEncoder encoder;
    private final int queries;

    DocumentFitter(TextEncoder encoder, int queries) {
        this.encoder = encoder;
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
    String words(String text, int limit) {
        int[] ends = wordEnds(text);
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (length(text.substring(0, ends[middle - 1])) <= limit) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low == 0 ? "" : text.substring(0, ends[low - 1]);
    }

    private static int[] wordEnds(String text) {
        int[] ends = new int[text.length()];
        int count = 0;
        for (int i = 1; i <= text.length(); i++) {
            boolean end = i == text.length() || Character.isWhitespace(text.charAt(i));
            if (end && !Character.isWhitespace(text.charAt(i - 1))) {
                ends[count++] = i;
            }
        }
        return Arrays.copyOf(ends, count);
    }

    int length(Part part) {
        return switch (part) {
            case TextPart text -> length(text.text());
            case PicturePart picture -> picture.images().size() * (queries + 2);
        };
    }

    /** Tokens of a text of a document. */
    int length(String text) {
        return encoder.plain(TextPart.onOneLine(text)).length;
    }
}
