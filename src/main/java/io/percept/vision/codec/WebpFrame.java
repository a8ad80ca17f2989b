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

    /** Bytes in front of the chunks of its picture. */
    static final int HEADER = 16;

    /** The frames of a file whose chunks {@link WebpHeaders} has checked; none for a still picture. */
    static List<WebpFrame> all(ByteView view) {
        List<WebpFrame> frames = new ArrayList<>();
        int canvasWidth = 0;
        int canvasHeight = 0;
        WebpChunks chunks = WebpChunks.of(view);
        while (chunks.advance()) {
            String chunk = chunks.name();
            if (chunk.equals("VP8X")) {
                canvasWidth = view.uint24Little(chunks.body() + 4) + 1;
                canvasHeight = view.uint24Little(chunks.body() + 7) + 1;
            } else if (chunk.equals("ANMF")) {
                frames.add(read(view, chunks, canvasWidth, canvasHeight, frames.size() + 1));
            }
        }
        return frames;
    }

    /**
     * The frame of the chunk that a walk has come to, held to its canvas.
     *
     * @param number from 1, for messages
     */
    static WebpFrame read(ByteView view, WebpChunks chunk, int canvasWidth, int canvasHeight, int number) {
        int at = chunk.body();
        if (chunk.length() < HEADER) {
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
                chunk.start(),
                chunk.end());
        if (frame.left + frame.width > canvasWidth || frame.top + frame.height > canvasHeight) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + number + " does not lie on its canvas");
        }
        return frame;
    }
}
