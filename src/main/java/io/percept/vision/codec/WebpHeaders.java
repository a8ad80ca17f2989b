package io.percept.vision.codec;

/** Reads the chunks of a WebP file. */
final class WebpHeaders {

    private WebpHeaders() {}

    static ImageHeader read(ByteView view) {
        long end = WebpChunks.statedEnd(view);
        if (end > view.bytes().length) {
            throw ImageFault.truncated(ImageFormat.WEBP, "before the length that it states");
        }
        TextInDisguise.refuseAfter(ImageFormat.WEBP, view.bytes(), (int) end);
        int width = 0;
        int height = 0;
        Orientation orientation = Orientation.UPRIGHT;
        WebpChunks chunks = WebpChunks.of(view);
        while (chunks.advance()) {
            String chunk = chunks.name();
            int body = chunks.body();
            if (width == 0 || chunk.equals("EXIF")) {
                switch (chunk) {
                    case "VP8X" -> {
                        width = view.uint24Little(body + 4) + 1;
                        height = view.uint24Little(body + 7) + 1;
                    }
                    case "VP8L" -> {
                        int packed = view.int32Little(body + 1);
                        width = (packed & 0x3FFF) + 1;
                        height = (packed >>> 14 & 0x3FFF) + 1;
                    }
                    case "VP8 " -> {
                        width = view.uint16Little(body + 6) & 0x3FFF;
                        height = view.uint16Little(body + 8) & 0x3FFF;
                    }
                    case "EXIF" -> orientation = exif(view.bytes(), body, chunks.end());
                    default -> {
                        // Profiles, animation parameters and the like.
                    }
                }
            }
        }
        return new ImageHeader(ImageFormat.WEBP, width, height, orientation);
    }

    private static Orientation exif(byte[] bytes, int from, int to) {
        boolean prefixed = to - from > 6 && bytes[from] == 'E' && bytes[from + 1] == 'x';
        return Orientation.fromTiff(bytes, prefixed ? from + 6 : from, to);
    }
}
