package io.percept.vision;

/** Formats that are read. */
public enum ImageFormat {
    PNG,
    JPEG,
    GIF,
    WEBP,
    BMP
}
