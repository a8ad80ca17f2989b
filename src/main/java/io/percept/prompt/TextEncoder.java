package io.percept.prompt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.percept.engine.Tokenizer;

/** Encodes texts and remembers the short ones: prompts and questions come again and again. Thread-safe. */
final class TextEncoder {

    private static final int LONGEST_REMEMBERED = 400;
    private static final int REMEMBERED = 4096;

    private final Tokenizer tokenizer;
    private final Cache<String, int[]> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    TextEncoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Ids of a prompt, in which special tokens stand literally. Not to be changed. */
    int[] prompt(String text) {
        return text.length() > LONGEST_REMEMBERED ? tokenizer.encode(text) : remembered.get(text, tokenizer::encode);
    }

    /** Ids of a text that comes from others. Not to be changed. */
    int[] plain(String text) {
        return prompt(tokenizer.plain(text));
    }

    /** A text from others, to be placed in a prompt. */
    String safe(String text) {
        return tokenizer.plain(text.strip());
    }

    String decode(int[] ids) {
        return tokenizer.decode(ids);
    }
}
