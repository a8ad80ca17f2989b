package io.percept.prompt;

import io.percept.contract.ImageContext;

/**
 * What is known of an image besides its pixels.
 *
 * @param address where it was fetched, or empty
 * @param alt its alternative text, or empty
 * @param context what stands around it
 */
public record ImageNotes(String address, String alt, ImageContext context) {

    public static final ImageNotes NONE = new ImageNotes("", "", ImageContext.NONE);
}
