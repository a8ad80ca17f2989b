package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Tokenizer;

/** Encodes texts and remembers the short ones: prompts and questions come again and again. Thread-safe. */
final class TextEncoder {

    private static final int LONGEST_REMEMBERED = 400;
    private static final int REMEMBERED = 4096;

    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final Cache<String, int[]> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** @param maxTokens of the model's context: what certainly has more is not encoded, for it can be part of no sequence */
    TextEncoder(Tokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    /**
     * Ids of a prompt, in which special tokens stand literally. Not to be changed.
     *
     * @throws PerceptException {@link ErrorCode#TOO_LONG} where its characters alone say that it does not fit into the model's context
     */
    int[] prompt(String text) {
        if (text.length() > (long) maxTokens * longestToken()) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "A text of %d characters has more than the %d tokens that the model takes: send a shorter question, shorter candidates or shorter examples."
                            .formatted(text.length(), maxTokens));
        }
        return encode(text);
    }

    /**
     * Ids of a text that comes from others. Not to be changed.
     *
     * @throws PerceptException as {@link #prompt} does
     */
    int[] plain(String text) {
        return prompt(tokenizer.plain(text));
    }

    /** Tokens of a text that comes from others, however many. All of it is encoded at once. */
    int length(String text) {
        return encode(tokenizer.plain(text)).length;
    }

    /** Characters that a token stands for at most; {@link Integer#MAX_VALUE} where that is not certain. */
    int longestToken() {
        return tokenizer.longestToken();
    }

    /** A text from others, to be placed in a prompt. */
    String safe(String text) {
        return tokenizer.plain(text.strip());
    }

    String decode(int[] ids) {
        return tokenizer.decode(ids);
    }

    private int[] encode(String text) {
        return text.length() > LONGEST_REMEMBERED ? tokenizer.encode(text) : remembered.get(text, tokenizer::encode);
    }
}
