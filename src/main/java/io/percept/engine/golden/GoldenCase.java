package io.percept.engine.golden;

import com.google.gson.annotations.SerializedName;

/**
 * One case of {@code golden/golden.json}: a sequence, and what the training framework made of it.
 *
 * @param image file beside golden.json at the model's size; null: text only
 * @param prompt the text, for messages
 * @param inputIds token ids
 * @param imageRows for each id −1, or the row of the image's embedding that stands in its place
 * @param firstEmbedding the first row of the image's embedding
 * @param logits scores of the vocabulary after the last id
 * @param generated the greedy continuation, without the end of the sequence
 */
public record GoldenCase(
        String image,
        String prompt,
        @SerializedName("input_ids") int[] inputIds,
        @SerializedName("image_row") int[] imageRows,
        @SerializedName("image_embeds_first_row") float[] firstEmbedding,
        @SerializedName("first_logits") float[] logits,
        int[] generated) {

    /** The case as messages name it. */
    String label() {
        return (image == null ? "text only" : image) + ", \"" + prompt + "\"";
    }
}
