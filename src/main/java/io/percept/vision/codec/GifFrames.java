package io.percept.vision.codec;

import io.percept.vision.codec.GifFrame.Disposal;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks the blocks of a GIF file from frame to frame without decoding any. A file may stop after a frame's last block; one
 * that stops within a block is truncated. Not thread-safe.
 */
final class GifFrames {

    private final ByteView view;
    private final byte[] screenPalette;
    private int at = 13;
    private int found;
    private int transparent;
    private int delayMillis;
    private Disposal disposal;

    GifFrames(ByteView view) {
        this.view = view;
        int flags = view.uint8(10);
        screenPalette = (flags & 0x80) != 0 ? palette(flags) : null;
        forgetControl();
    }

    /** The next frame, or nothing after the last one. */
    Optional<GifFrame> next() {
        while (found == 0 || at < view.bytes().length) {
            switch (view.uint8(at)) {
                case 0x21 -> extension();
                case 0x2C -> {
                    return Optional.of(frame());
                }
                case 0x3B -> {
                    refuseWithoutFrame();
                    TextInDisguise.refuseAfter(ImageFormat.GIF, view.bytes(), at + 1);
                    return Optional.empty();
                }
                default -> {
                    if (found == 0) {
                        throw ImageFault.corrupt(ImageFormat.GIF, "an unknown block comes before its first frame");
                    }
                    TextInDisguise.refuseAfter(ImageFormat.GIF, view.bytes(), at);
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private void refuseWithoutFrame() {
        if (found == 0) {
            throw ImageFault.corrupt(ImageFormat.GIF, "it has no frame");
        }
    }

    private void extension() {
        if (view.uint8(at + 1) == 0xF9 && view.uint8(at + 2) >= 4) {
            int flags = view.uint8(at + 3);
            disposal = Disposal.of(flags >> 2 & 7);
            delayMillis = view.uint16Little(at + 4) * 10;
            transparent = (flags & 1) != 0 ? view.uint8(at + 6) : -1;
        }
        skipBlocks(at + 2);
    }

    private GifFrame frame() {
        int left = view.uint16Little(at + 1);
        int top = view.uint16Little(at + 3);
        int width = view.uint16Little(at + 5);
        int height = view.uint16Little(at + 7);
        int flags = view.uint8(at + 9);
        found++;
        if (width == 0 || height == 0 || left + width > view.uint16Little(6) || top + height > view.uint16Little(8)) {
            throw ImageFault.corrupt(ImageFormat.GIF, "its frame " + found + " does not lie on its screen");
        }
        at += 10;
        byte[] palette = (flags & 0x80) != 0 ? palette(flags) : screenPalette;
        GifFrame frame = new GifFrame(
                left, top, width, height, (flags & 0x40) != 0, palette, transparent, disposal, delayMillis, at);
        skipBlocks(at + 1);
        forgetControl();
        return frame;
    }

    /** A control block is for the one frame that follows it. */
    private void forgetControl() {
        transparent = -1;
        delayMillis = 0;
        disposal = Disposal.KEEP;
    }

    private byte[] palette(int flags) {
        int size = 3 << ((flags & 7) + 1);
        view.uint8(at + size - 1);
        byte[] palette = Arrays.copyOf(Arrays.copyOfRange(view.bytes(), at, at + size), 768);
        at += size;
        return palette;
    }

    private void skipBlocks(int start) {
        at = start;
        while (at < view.bytes().length || found == 0) {
            int length = view.uint8(at);
            at += 1 + length;
            if (length == 0) {
                return;
            }
        }
    }
}
