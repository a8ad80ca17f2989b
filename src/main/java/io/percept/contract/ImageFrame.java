package io.percept.contract;

/**
 * The image that boxes are of.
 *
 * @param index its position among the document's images, from 0
 * @param width in pixels, as it was sent, upright
 * @param height in pixels
 */
public record ImageFrame(int index, int width, int height) {

    public ImageFrame {
        if (index < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("No image: " + index + ", " + width + " x " + height);
        }
    }
}
