package io.percept.vision.codec;

import io.percept.vision.codec.GifFrame.Disposal;
import java.util.Optional;

/**
 * Composes the frames of a GIF file on its screen one after another, as browsers do: the screen is clear at first, and where a frame
 * is disposed of, whatever colour the file names for its background. Pillow fills both with a colour of the palette where the frame
 * has no transparent one; so a frame could hide on a screen of its own colour, which a browser shows on the page. For one file; not
 * thread-safe.
 */
final class GifDecoder implements Animation {

    private final ByteView view;
    private final GifFrames frames;
    private final int count;
    private final RgbaCanvas canvas;
    private GifFrame shown;
    /** What the frame that is shown was painted over, where it is to be there again. */
    private byte[] before;

    /** @param count frames of the file */
    GifDecoder(byte[] bytes, int count) {
        view = new ByteView(bytes, ImageFormat.GIF);
        frames = new GifFrames(view);
        this.count = count;
        canvas = new RgbaCanvas(view.uint16Little(6), view.uint16Little(8));
    }

    /** The first frame alone. */
    static RgbImage decode(byte[] bytes) {
        GifDecoder decoder = new GifDecoder(bytes, 1);
        RgbImage first = decoder.next();
        while (decoder.frames.next().isPresent()) {
            // To the end of the file, behind which something else may hide.
        }
        return first;
    }

    static int count(byte[] bytes) {
        GifFrames frames = new GifFrames(new ByteView(bytes, ImageFormat.GIF));
        int count = 0;
        while (frames.next().isPresent()) {
            count++;
        }
        return count;
    }

    @Override
    public int frames() {
        return count;
    }

    @Override
    public RgbImage next() {
        Optional<GifFrame> next = frames.next();
        if (next.isEmpty()) {
            throw new IllegalStateException("There are only " + count + " frames");
        }
        GifFrame frame = next.get();
        if (shown != null) {
            dispose(shown);
        }
        // Not the old and the new one at a time.
        before = null;
        before = count > 1 && frame.disposal() == Disposal.PREVIOUS
                ? canvas.copy(frame.left(), frame.top(), frame.width(), frame.height())
                : null;
        paint(frame);
        shown = frame;
        return canvas.overWhite();
    }

    @Override
    public int statedMillis() {
        return shown.delayMillis();
    }

    private void dispose(GifFrame last) {
        switch (last.disposal()) {
            case KEEP -> {}
            case BACKGROUND -> canvas.clear(last.left(), last.top(), last.width(), last.height());
            case PREVIOUS -> canvas.paste(before, last.left(), last.top(), last.width(), last.height());
        }
    }

    private void paint(GifFrame frame) {
        byte[] indices = frame.indices(view);
        byte[] pixels = canvas.pixels();
        for (int y = 0; y < frame.height(); y++) {
            int to = ((frame.top() + y) * canvas.width() + frame.left()) * 4;
            for (int x = 0; x < frame.width(); x++, to += 4) {
                int index = indices[y * frame.width() + x] & 0xFF;
                if (index != frame.transparent()) {
                    pixels[to] = frame.colour(index, 0);
                    pixels[to + 1] = frame.colour(index, 1);
                    pixels[to + 2] = frame.colour(index, 2);
                    pixels[to + 3] = (byte) 255;
                }
            }
        }
    }
}
