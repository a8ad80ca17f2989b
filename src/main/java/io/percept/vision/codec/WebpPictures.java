package io.percept.vision.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Holds the pictures within a WebP file to what its headers say. The plug-in believes each picture's own size, decodes as many as there
 * are onto one another, reads a colour profile of any stated length, and finds chunks in its own way: it goes on behind the end of
 * what holds them, and does not step over padding behind a frame. So a file in which it could find other chunks than are checked
 * here is refused, and of an animation it is given one frame at a time.
 */
final class WebpPictures {

    private static final int LOSSLESS_HEADER = 5;

    /** Where the flags of an extended file stand, and where the chunks behind them begin. */
    private static final int FLAGS = 20;

    private static final int EXTENDED_HEADER = 30;
    private static final int PROFILE_FLAG = 0x20;
    private static final int ANIMATION_FLAG = 0x02;

    private final ByteView view;
    private final int mostFrames;
    private int frames;

    private WebpPictures(ByteView view, int mostFrames) {
        this.view = view;
        this.mostFrames = mostFrames;
    }

    /**
     * Checks a file whose chunks {@link WebpHeaders} has read.
     *
     * @param mostFrames how many frames of an animation will be decoded
     * @return the file without what follows it, and without the mark of a colour profile, which is not applied: models were trained
     *     without
     */
    static byte[] checked(byte[] bytes, ImageHeader header, int mostFrames) {
        ByteView view = new ByteView(bytes, ImageFormat.WEBP);
        int end = (int) WebpChunks.statedEnd(view);
        WebpPictures pictures = new WebpPictures(view, mostFrames);
        pictures.walk(WebpChunks.of(view), header.width(), header.height(), true);
        boolean profiled = pictures.isMarked(PROFILE_FLAG);
        if (!profiled && end == bytes.length) {
            return bytes;
        }
        byte[] plain = Arrays.copyOf(bytes, end);
        if (profiled) {
            plain[FLAGS] &= (byte) ~PROFILE_FLAG;
        }
        return plain;
    }

    /**
     * The file of an animation with one of its frames alone, so that the plug-in finds no other one than was checked.
     *
     * @param checked the whole file as {@link #checked} returned it
     */
    static byte[] only(WebpFrame frame, byte[] checked) {
        int length = frame.end() - frame.start();
        byte[] file = Arrays.copyOf(checked, EXTENDED_HEADER + length);
        System.arraycopy(checked, frame.start(), file, EXTENDED_HEADER, length);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
        return file;
    }

    private void walk(WebpChunks chunks, int width, int height, boolean whole) {
        int pictures = 0;
        int alphas = 0;
        while (chunks.advance()) {
            int body = chunks.body();
            switch (chunks.name()) {
                case "VP8 " -> {
                    pictures++;
                    checkSize(
                            view.uint16Little(body + 6) & 0x3FFF, view.uint16Little(body + 8) & 0x3FFF, width, height);
                }
                case "VP8L" -> {
                    pictures++;
                    lossless(body, chunks.end(), width, height);
                }
                case "ALPH" -> {
                    alphas++;
                    if ((view.uint8(body) & 3) == 1) {
                        LosslessCheck.run(view.bytes(), body + 1, chunks.end(), width, height);
                    }
                }
                case "ANMF" -> {
                    checkPlace(chunks.length(), whole);
                    if (frames < mostFrames) {
                        frame(chunks, width, height);
                    }
                    frames++;
                }
                default -> {
                    // Profiles, metadata and what is yet to be invented.
                }
            }
        }
        if (chunks.left() != 0) {
            throw ImageFault.corrupt(ImageFormat.WEBP, chunks.left() + " bytes are left over behind its last chunk");
        }
        int expected = whole && frames > 0 ? 0 : 1;
        if (pictures != expected || alphas > expected) {
            throw ImageFault.corrupt(
                    ImageFormat.WEBP, "it has " + pictures + " pictures where " + expected + " should be");
        }
    }

    /** A frame is all of an even chunk, since the chunks within it are; it is in no other one, and the file says that there are frames. */
    private void checkPlace(int length, boolean whole) {
        if (!whole) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "a frame stands within its frame " + (frames + 1));
        }
        if ((length & 1) != 0) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + (frames + 1) + " has an odd number of bytes");
        }
        if (!isMarked(ANIMATION_FLAG)) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "it has frames, but is not marked as an animation");
        }
    }

    private boolean isMarked(int flag) {
        return view.name(12, 4).equals("VP8X") && (view.uint8(FLAGS) & flag) != 0;
    }

    private void frame(WebpChunks chunk, int canvasWidth, int canvasHeight) {
        WebpFrame frame = WebpFrame.read(view, chunk, canvasWidth, canvasHeight, frames + 1);
        WebpChunks within = new WebpChunks(view, chunk.body() + WebpFrame.HEADER, chunk.end());
        walk(within, frame.width(), frame.height(), false);
    }

    private void lossless(int body, int end, int width, int height) {
        int packed = view.int32Little(body + 1);
        checkSize((packed & 0x3FFF) + 1, (packed >>> 14 & 0x3FFF) + 1, width, height);
        LosslessCheck.run(view.bytes(), body + LOSSLESS_HEADER, end, width, height);
    }

    private static void checkSize(int width, int height, int statedWidth, int statedHeight) {
        if (width != statedWidth || height != statedHeight) {
            throw ImageFault.corrupt(
                    ImageFormat.WEBP,
                    "a picture of %dx%d stands where its headers say %dx%d"
                            .formatted(width, height, statedWidth, statedHeight));
        }
    }
}
