package io.percept.vision;

import java.time.Duration;

/** Is told how images are prepared, for meters. Called on the threads that decode; must be quick and thread-safe. */
public interface PictureListener {

    PictureListener NONE = new PictureListener() {};

    /** An image was asked for. @param known whether its pixels are there, or being made, for another one of the same bytes */
    default void asked(boolean known) {}

    /** An image came to its turn after it waited so long. */
    default void waited(Duration time) {}

    /** An image was decoded and resized, or refused, after so long. */
    default void worked(Duration time) {}
}
