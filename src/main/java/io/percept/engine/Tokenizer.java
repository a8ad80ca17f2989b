package io.percept.engine;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The bundle's tokenizer. Thread-safe. */
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final Pattern special;

    /** @throws BundleException if the tokenizer cannot be read */
    public Tokenizer(Bundle bundle) {
        Path file = bundle.file(Bundle.TOKENIZER);
        try {
            this.special = specialTokens(file);
            this.tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (IOException | JsonParseException e) {
            throw new BundleException(file, "the tokenizer cannot be read: " + e.getMessage(), e);
        }
    }

    /** Encodes text of ours, in which special tokens stand literally. None is added. */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    /**
     * Text of others, made safe for {@link #encode}: what looks like a special token is broken up, so that nobody can
     * write images, boxes or ends of sequences in words.
     */
    public String plain(String text) {
        return text.indexOf('<') < 0 ? text : special.matcher(text).replaceAll("< $1");
    }

    /** Text of tokens, without special ones, trimmed. */
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, true).trim();
    }

    private static Pattern specialTokens(Path file) throws IOException {
        JsonObject root = JsonUtils.GSON.fromJson(Files.readString(file), JsonObject.class);
        List<String> contents = new ArrayList<>();
        for (JsonElement token : root.getAsJsonArray("added_tokens")) {
            String content = token.getAsJsonObject().get("content").getAsString();
            if (content.startsWith("<")) {
                contents.add(content.substring(1));
            }
        }
        // Longer ones first: none may hide behind its own beginning.
        return Pattern.compile(contents.stream()
                .sorted((a, b) -> b.length() - a.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "<(", ")")));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
