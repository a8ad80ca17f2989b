package io.percept.vision.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * One frame of an animated WebP file as its chunk describes it.
 *
 * @param left pixels from the canvas's left edge
 * @param top pixels from the canvas's upper edge
 * @param millis how long it is shown
 * @param blends whether it is laid over what is there; else it replaces it
 * @param clears whether its place is cleared before the next frame
 * @param start where its chunk begins in the file
 * @param end where its chunk ends
 */
record WebpFrame(
        int left, int top, int width, int height, int millis, boolean blends, boolean clears, int start, int end) {

    private static final int HEADER = 16;

    /** The frames of a file whose chunks {@link WebpHeaders} has checked; none for a still picture. */
    static List<WebpFrame> all(ByteView view) {
        List<WebpFrame> frames = new ArrayList<>();
        int canvasWidth = 0;
        int canvasHeight = 0;
        long end = Integer.toUnsignedLong(view.int32Little(4)) + 8;
        int at = 12;
        while (at + 8 <= end) {
            String chunk = view.name(at, 4);
            int length = view.int32Little(at + 4);
            if (chunk.equals("VP8X")) {
                canvasWidth = view.uint24Little(at + 12) + 1;
                canvasHeight = view.uint24Little(at + 15) + 1;
            } else if (chunk.equals("ANMF")) {
                frames.add(read(view, at + 8, length, canvasWidth, canvasHeight, frames.size() + 1));
            }
            at += 8 + length + (length & 1);
        }
        return frames;
    }

    private static WebpFrame read(ByteView view, int at, int length, int canvasWidth, int canvasHeight, int number) {
        if (length < HEADER) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + number + " has no header");
        }
        int flags = view.uint8(at + 15);
        WebpFrame frame = new WebpFrame(
                view.uint24Little(at) * 2,
                view.uint24Little(at + 3) * 2,
                view.uint24Little(at + 6) + 1,
                view.uint24Little(at + 9) + 1,
                view.uint24Little(at + 12),
                (flags & 2) == 0,
                (flags & 1) != 0,
                at - 8,
                at + length);
        if (frame.left + frame.width > canvasWidth || frame.top + frame.height > canvasHeight) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + number + " does not lie on its canvas");
        }
        return frame;
    }
}
