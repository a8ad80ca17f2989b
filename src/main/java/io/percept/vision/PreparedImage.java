package io.percept.vision;

/**
 * An image at the model's size.
 *
 * @param digest of the bytes that it came from
 * @param rgb S·S·3 values, row by row, red, green, blue; not to be changed
 */
public record PreparedImage(ContentDigest digest, ImageFormat format, int sourceWidth, int sourceHeight, byte[] rgb) {}
