package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Tokenizer;
import java.util.Arrays;

/**
 * Encodes texts, with {@linkplain Spelling what the tokenizer lacks spelled by what it has}, and remembers the short ones: prompts and
 * questions come again and again. Thread-safe.
 */
final class TextEncoder {

    private static final int LONGEST_REMEMBERED = 400;
    private static final int REMEMBERED = 4096;

    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final Spelling spelling;
    private final PiecewiseLength length = new PiecewiseLength(piece -> encode(spelledPlain(piece)).length);
    private final Cache<String, int[]> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** @param maxTokens of the model's context: what certainly has more is not encoded, for it can be part of no sequence */
    TextEncoder(Tokenizer tokenizer, int maxTokens) {
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.spelling = new Spelling(text -> unknown(tokenizer.encode(text)) == 0);
    }

    /**
     * Ids of a prompt, in which special tokens stand literally. Not to be changed.
     *
     * @throws PerceptException {@link ErrorCode#TOO_LONG} where its characters alone say that it does not fit into the model's context
     */
    int[] prompt(String text) {
        String spelled = spelling.of(text);
        if (spelled.length() > (long) maxTokens * longestToken()) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "A text of %d characters has more than the %d tokens that the model takes: send a shorter question, shorter candidates or shorter examples."
                            .formatted(text.length(), maxTokens));
        }
        return encode(spelled);
    }

    /**
     * Ids of a text that comes from others. Not to be changed.
     *
     * @throws PerceptException as {@link #prompt} does
     */
    int[] plain(String text) {
        return prompt(spelledPlain(text));
    }

    /** Tokens of a text that comes from others, however many. It is spelled and counted a piece at a time. */
    int length(String text) {
        return length.applyAsInt(text);
    }

    /** Whether the model has tokens for a character, as it is or spelled otherwise; ASCII is taken for known. */
    boolean reads(int character) {
        return spelling.reads(character);
    }

    /** Characters that a token stands for at most; {@link Integer#MAX_VALUE} where that is not certain. */
    int longestToken() {
        return tokenizer.longestToken();
    }

    /** A text from others, to be placed in a prompt. */
    String safe(String text) {
        return tokenizer.plain(spelling.of(text).strip());
    }

    String decode(int[] ids) {
        return tokenizer.decode(ids);
    }

    /** Spelled first: a full-width bracket becomes one that a special token begins with. */
    private String spelledPlain(String text) {
        return tokenizer.plain(spelling.of(text));
    }

    private int unknown(int[] ids) {
        return (int) Arrays.stream(ids).filter(tokenizer::isUnknown).count();
    }

    private int[] encode(String text) {
        return text.length() > LONGEST_REMEMBERED ? tokenizer.encode(text) : remembered.get(text, tokenizer::encode);
    }
}
