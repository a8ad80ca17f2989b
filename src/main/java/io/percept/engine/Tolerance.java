package io.percept.engine;

/**
 * How far an engine may be from the golden cases of a bundle.
 *
 * @param embeddings the largest difference of a value of an embedding
 * @param logits the largest difference of a logit
 * @param continuations how many cases may be continued by other tokens
 */
public record Tolerance(float embeddings, float logits, int continuations) {

    /** The same arithmetic in another order: what every engine reaches in single precision. */
    public static final Tolerance SINGLE_PRECISION = ofValues(1e-3f);

    /** For embeddings and logits alike; continuations must be the same. */
    public static Tolerance ofValues(float largest) {
        return new Tolerance(largest, largest, 0);
    }
}
