package io.percept.engine;

/**
 * Graphs of a bundle in one precision.
 *
 * @param name what it is chosen by, such as {@code int8}; the standard's is the bundle's precision
 * @param encoder file of the encoder
 * @param decoder file of the decoder
 * @param tolerance how far it may be from the golden cases
 */
public record BundleVariant(String name, String encoder, String decoder, Tolerance tolerance) {

    /** The graphs that every bundle has. */
    public static BundleVariant standard(String precision) {
        return new BundleVariant(precision, Bundle.ENCODER, Bundle.DECODER, Tolerance.SINGLE_PRECISION);
    }
}
