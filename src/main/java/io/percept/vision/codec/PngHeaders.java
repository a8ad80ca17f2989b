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
        byte[] bytes = view.bytes();
        long at = 8;
        while (at + 12 <= bytes.length) {
            int body = (int) at + 8;
            long length = Integer.toUnsignedLong(view.int32((int) at));
            if (body + length > bytes.length) {
                break;
            }
            if (view.name((int) at + 4, 4).equals("eXIf")) {
                return Orientation.fromTiff(bytes, body, (int) (body + length));
            }
            at = body + length + 4;
        }
        return Orientation.UPRIGHT;
    }
}
