package io.percept.vision.codec;

/** Reads a PNG file up to its pixels. */
final class PngHeaders {

    private PngHeaders() {}

    static ImageHeader read(ByteView view) {
        if (view.int32(8) != 13 || !view.name(12, 4).equals("IHDR")) {
            throw ImageFault.corrupt(ImageFormat.PNG, "it does not begin with a header");
        }
        return new ImageHeader(ImageFormat.PNG, view.int32(16), view.int32(20), orientation(view));
    }

    private static Orientation orientation(ByteView view) {
        PngChunks chunks = new PngChunks(view);
        while (chunks.advance()) {
            if (chunks.name().equals("eXIf")) {
                return Orientation.fromTiff(view.bytes(), chunks.body(), chunks.body() + chunks.length());
            }
        }
        return Orientation.UPRIGHT;
    }
}
