package io.percept.engine;

/**
 * Sizes of the decoder.
 *
 * @param width embedding width (D)
 * @param layers number of layers (L), each with a cache of keys and one of values
 * @param heads attention heads (H)
 * @param headWidth width of a head (Dh)
 * @param vocabulary number of token ids (V)
 * @param positionOffset position of the first token
 * @param maxPositions longest sequence, prompt and answer together
 */
public record BundleDecoder(
        int width, int layers, int heads, int headWidth, int vocabulary, int positionOffset, int maxPositions) {

    /** Bytes that one token takes in the key and value cache of all layers. */
    public long cacheBytesPerToken() {
        return 2L * layers * heads * headWidth * Float.BYTES;
    }
}
