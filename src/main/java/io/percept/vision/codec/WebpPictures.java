package io.percept.vision.codec;

/**
 * Holds the pictures within a WebP file to what its headers say. The plug-in believes each picture's own size, decodes as many as there
 * are onto one another, and reads a colour profile of any stated length.
 */
final class WebpPictures {

    private static final int FRAME_HEADER = 16;
    private static final int LOSSLESS_HEADER = 5;
    private static final int PROFILE_FLAG = 0x20;

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
     * @return the file without the mark of a colour profile, which is not applied: models were trained without
     */
    static byte[] checked(byte[] bytes, ImageHeader header, int mostFrames) {
        ByteView view = new ByteView(bytes, ImageFormat.WEBP);
        int end = (int) (Integer.toUnsignedLong(view.int32Little(4)) + 8);
        new WebpPictures(view, mostFrames).walk(12, end, header.width(), header.height(), true);
        boolean profiled = view.name(12, 4).equals("VP8X") && (view.uint8(20) & PROFILE_FLAG) != 0;
        if (!profiled) {
            return bytes;
        }
        byte[] plain = bytes.clone();
        plain[20] &= (byte) ~PROFILE_FLAG;
        return plain;
    }

    private void walk(int from, int end, int width, int height, boolean whole) {
        int pictures = 0;
        int alphas = 0;
        int at = from;
        while (at + 8 <= end) {
            String chunk = view.name(at, 4);
            long length = Integer.toUnsignedLong(view.int32Little(at + 4));
            int body = at + 8;
            if (body + length > end) {
                throw ImageFault.truncated(ImageFormat.WEBP, "inside its chunk " + chunk.strip());
            }
            int next = (int) (body + length);
            switch (chunk) {
                case "VP8 " -> {
                    pictures++;
                    checkSize(
                            view.uint16Little(body + 6) & 0x3FFF, view.uint16Little(body + 8) & 0x3FFF, width, height);
                }
                case "VP8L" -> {
                    pictures++;
                    lossless(body, next, width, height);
                }
                case "ALPH" -> {
                    alphas++;
                    if ((view.uint8(body) & 3) == 1) {
                        LosslessCheck.run(view.bytes(), body + 1, next, width, height);
                    }
                }
                case "ANMF" -> {
                    if (whole && frames < mostFrames) {
                        frame(body, next, width, height);
                    }
                    frames++;
                }
                default -> {
                    // Profiles, metadata and what is yet to be invented.
                }
            }
            at = (int) Math.min(next + (length & 1), end);
        }
        int expected = whole && frames > 0 ? 0 : 1;
        if (pictures != expected || alphas > expected) {
            throw ImageFault.corrupt(
                    ImageFormat.WEBP, "it has " + pictures + " pictures where " + expected + " should be");
        }
    }

    private void frame(int body, int end, int canvasWidth, int canvasHeight) {
        if (end - body < FRAME_HEADER) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + (frames + 1) + " has no header");
        }
        int width = view.uint24Little(body + 6) + 1;
        int height = view.uint24Little(body + 9) + 1;
        if (view.uint24Little(body) * 2 + width > canvasWidth
                || view.uint24Little(body + 3) * 2 + height > canvasHeight) {
            throw ImageFault.corrupt(ImageFormat.WEBP, "its frame " + (frames + 1) + " does not lie on its canvas");
        }
        walk(body + FRAME_HEADER, end, width, height, false);
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
