package io.percept.vision.codec;

import java.util.List;

/** Composes the frames of an animated WebP file, which the plug-in decodes, as libwebp does. For one file; not thread-safe. */
final class WebpAnimation implements Animation {

    private final List<WebpFrame> frames;
    private final byte[] file;
    private final RgbaCanvas canvas;
    private int next;
    private boolean fresh;

    /** @param most frames from the first one on that can be composed; the pictures of others are not looked at */
    WebpAnimation(byte[] bytes, int most) {
        ByteView view = new ByteView(bytes, ImageFormat.WEBP);
        ImageHeader header = WebpHeaders.read(view);
        List<WebpFrame> all = WebpFrame.all(view);
        frames = all.subList(0, Math.min(most, all.size()));
        file = WebpPictures.checked(bytes, header, frames.size());
        canvas = new RgbaCanvas(header.width(), header.height());
    }

    @Override
    public int frames() {
        return frames.size();
    }

    @Override
    public RgbImage next() {
        fresh = next == 0 || clearedAll(frames.get(next - 1));
        if (next > 0 && frames.get(next - 1).clears()) {
            WebpFrame last = frames.get(next - 1);
            canvas.clear(last.left(), last.top(), last.width(), last.height());
        }
        WebpFrame frame = frames.get(next);
        paint(frame, PluginDecoder.frame(WebpPictures.only(frame, file), frame.width(), frame.height()));
        next++;
        return canvas.overWhite();
    }

    @Override
    public int statedMillis() {
        return frames.get(next - 1).millis();
    }

    /** Whether nothing of the frames so far is seen in the next one; libwebp then blends nothing. */
    private boolean clearedAll(WebpFrame last) {
        return last.clears() && (fresh || last.width() == canvas.width() && last.height() == canvas.height());
    }

    private void paint(WebpFrame frame, byte[] rgba) {
        byte[] to = canvas.pixels();
        for (int y = 0; y < frame.height(); y++) {
            int from = y * frame.width() * 4;
            int at = ((frame.top() + y) * canvas.width() + frame.left()) * 4;
            for (int x = 0; x < frame.width(); x++, from += 4, at += 4) {
                if (frame.blends() && !fresh && (rgba[from + 3] & 0xFF) < 255) {
                    blend(rgba, from, to, at);
                } else {
                    System.arraycopy(rgba, from, to, at, 4);
                }
            }
        }
    }

    /** Colours that are not multiplied by their coverage, in libwebp's integer arithmetic. */
    private static void blend(byte[] source, int from, byte[] target, int at) {
        int over = source[from + 3] & 0xFF;
        if (over == 0) {
            return;
        }
        int under = (target[at + 3] & 0xFF) * (256 - over) >> 8;
        int both = over + under;
        long scale = (1L << 24) / both;
        for (int channel = 0; channel < 3; channel++) {
            long sum = (source[from + channel] & 0xFF) * over + (target[at + channel] & 0xFF) * under;
            target[at + channel] = (byte) (sum * scale >> 24);
        }
        target[at + 3] = (byte) both;
    }
}
