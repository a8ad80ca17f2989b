package io.percept.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many characters of a text a token of a {@code tokenizer.json} stands for at most, so that a text can be told to be too long by its
 * characters alone. It is certain only where no character is dropped, and none is joined with others for being unknown, on the way to
 * the tokens: for byte pair encoding without a normaliser. Stateless.
 */
final class LongestToken {

    /** It is not certain. */
    static final int UNKNOWN = Integer.MAX_VALUE;

    /** A character that is unknown is a token of its own, and may take two as Java counts them. */
    private static final int LEAST = 2;

    /** Ways to take a text apart that leave every character in place. */
    private static final Set<String> KEEPING = Set.of("Metaspace", "ByteLevel", "Split");

    private LongestToken() {}

    /** Characters as Java counts them, or {@link #UNKNOWN}. */
    static int of(JsonObject tokenizer) {
        if (!keepsEveryCharacter(tokenizer)) {
            return UNKNOWN;
        }
        Stream<String> added = tokenizer.getAsJsonArray("added_tokens").asList().stream()
                .map(token -> token.getAsJsonObject().get("content").getAsString());
        Stream<String> words = tokenizer.getAsJsonObject("model").getAsJsonObject("vocab").keySet().stream();
        return Stream.concat(added, words).mapToInt(String::length).reduce(LEAST, Math::max);
    }

    private static boolean keepsEveryCharacter(JsonObject tokenizer) {
        JsonObject model = tokenizer.getAsJsonObject("model");
        boolean bytePairs =
                is(model.get("type"), "BPE") && isGiven(model.get("unk_token")) && !isTrue(model, "fuse_unk");
        boolean strips = tokenizer.getAsJsonArray("added_tokens").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .anyMatch(token -> isTrue(token, "lstrip") || isTrue(token, "rstrip"));
        return bytePairs && !strips && !isGiven(tokenizer.get("normalizer")) && keeps(tokenizer.get("pre_tokenizer"));
    }

    private static boolean keeps(JsonElement preTokenizer) {
        if (!isGiven(preTokenizer)) {
            return true;
        }
        JsonObject step = preTokenizer.getAsJsonObject();
        if (is(step.get("type"), "Sequence")) {
            JsonArray steps = step.getAsJsonArray("pretokenizers");
            return steps.asList().stream().allMatch(LongestToken::keeps);
        }
        return isGiven(step.get("type"))
                && KEEPING.contains(step.get("type").getAsString())
                && !is(step.get("behavior"), "Removed");
    }

    private static boolean isTrue(JsonObject object, String name) {
        return isGiven(object.get(name)) && object.get(name).getAsBoolean();
    }

    private static boolean is(JsonElement value, String text) {
        return isGiven(value) && value.getAsString().equals(text);
    }

    private static boolean isGiven(JsonElement value) {
        return value != null && !value.isJsonNull();
    }
}
