package io.percept.vision;

import io.percept.vision.codec.ImageHeader;

/**
 * A file whose header was read and is within the limits, and nothing more: what is behind the header may still be broken.
 *
 * @param bytes the file; not to be changed
 */
record CheckedImage(byte[] bytes, ImageHeader header) {}
