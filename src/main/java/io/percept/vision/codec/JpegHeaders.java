package io.percept.vision.codec;

/** Reads a JPEG file up to its frame header. */
final class JpegHeaders {

    private JpegHeaders() {}

    static ImageHeader read(ByteView view) {
        Orientation orientation = Orientation.UPRIGHT;
        int at = 2;
        while (true) {
            if (view.uint8(at) != 0xFF) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "no marker where a segment should begin");
            }
            int code = view.uint8(at + 1);
            if (code == 0xFF || code == 0x01) {
                at += code == 0xFF ? 1 : 2;
                continue;
            }
            if (code == 0xDA || code == 0xD9) {
                throw ImageFault.corrupt(ImageFormat.JPEG, "it has no frame header");
            }
            JpegSegment segment = JpegSegment.at(view.bytes(), at + 2);
            if (code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC) {
                return new ImageHeader(ImageFormat.JPEG, segment.unsigned16(3), segment.unsigned16(1), orientation);
            }
            if (code == 0xE1 && segment.startsWith("Exif\0\0")) {
                orientation = Orientation.fromTiff(view.bytes(), segment.start() + 6, segment.end());
            }
            at = segment.end();
        }
    }
}
