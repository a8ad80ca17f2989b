package io.percept.engine;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The bundle's tokenizer. Thread-safe. */
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final TokenMarks special;
    private final int longestToken;
    private final int unknown;

    /** @throws BundleException if the tokenizer cannot be read */
    public Tokenizer(Bundle bundle) {
        Path file = bundle.file(Bundle.TOKENIZER);
        this.unknown = bundle.specialTokens().unk();
        try {
            JsonObject root = JsonUtils.GSON.fromJson(Files.readString(file), JsonObject.class);
            this.special = specialTokens(root);
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            this.longestToken = LongestToken.of(root);
        } catch (IOException | JsonParseException e) {
            throw new BundleException(file, "the tokenizer cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Encodes text of ours, in which special tokens stand literally. None is added. For each token some 500 bytes are taken meanwhile, so
     * a text of megabytes is to be encoded in pieces.
     */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    /** Characters that a token stands for at most; {@link Integer#MAX_VALUE} where that is not certain. */
    public int longestToken() {
        return longestToken;
    }

    /** Whether a token stands for characters that the model has none for: it cannot tell them from any others. */
    public boolean isUnknown(int id) {
        return id == unknown;
    }

    /**
     * Text of others, made safe for {@link #encode}: what looks like a special token is broken up, so that nobody can
     * write images, boxes or ends of sequences in words.
     */
    public String plain(String text) {
        return special.brokenUp(text);
    }

    /** Text of tokens, without special ones, trimmed. */
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, true).trim();
    }

    private static TokenMarks specialTokens(JsonObject root) {
        return new TokenMarks(root.getAsJsonArray("added_tokens").asList().stream()
                .map(token -> token.getAsJsonObject().get("content").getAsString())
                .toList());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
