package io.percept.vision.codec;

import java.util.List;

/** What a JPEG frame header says, and the scale at which the frame is decoded. */
final class JpegFrame {

    final boolean progressive;
    final int width;
    final int height;
    final List<JpegComponent> components;
    final int maxH;
    final int maxV;
    final int mcusAcross;
    final int mcusDown;
    /** 1, 2, 4 or 8: the picture comes out at one part in so many of its width and height. */
    final int denominator;

    JpegFrame(
            boolean progressive,
            int width,
            int height,
            List<JpegComponent> components,
            int denominator,
            SampleBuffers buffers) {
        this.progressive = progressive;
        this.width = width;
        this.height = height;
        this.components = components;
        this.denominator = denominator;
        maxH = components.stream().mapToInt(c -> c.h).max().orElse(1);
        maxV = components.stream().mapToInt(c -> c.v).max().orElse(1);
        mcusAcross = JpegComponent.ceilDivide(width, 8 * maxH);
        mcusDown = JpegComponent.ceilDivide(height, 8 * maxV);
        components.forEach(component -> component.layOut(this, buffers));
    }

    int scaledWidth() {
        return JpegComponent.ceilDivide(width, denominator);
    }

    int scaledHeight() {
        return JpegComponent.ceilDivide(height, denominator);
    }

    /**
     * Samples along a block's edge. A component that is stored at half the resolution is reduced less instead of being
     * reduced and enlarged again, as libjpeg does it.
     */
    int blockSize(JpegComponent component) {
        int smallest = 8 / denominator;
        int size = smallest;
        while (size < 8
                && maxH * smallest % (component.h * size * 2) == 0
                && maxV * smallest % (component.v * size * 2) == 0) {
            size *= 2;
        }
        return size;
    }

    /** How many columns of the picture a sample of the component covers. */
    int across(JpegComponent component) {
        return maxH * 8 / (component.h * component.blockSize * denominator);
    }

    /** How many rows of the picture a sample of the component covers. */
    int down(JpegComponent component) {
        return maxV * 8 / (component.v * component.blockSize * denominator);
    }

    /** The strongest reduction that still leaves the wanted width and height. */
    static int denominatorFor(int width, int height, int minWidth, int minHeight) {
        int denominator = 8;
        while (denominator > 1 && (width / denominator < minWidth || height / denominator < minHeight)) {
            denominator /= 2;
        }
        return denominator;
    }

    JpegComponent component(int id) {
        return components.stream()
                .filter(c -> c.id == id)
                .findFirst()
                .orElseThrow(
                        () -> ImageFault.corrupt(ImageFormat.JPEG, "a scan names a component that does not exist"));
    }
}
