package io.percept.vision.codec;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;

/** The four ways in which an image file is refused, each with what its sender can do about it. */
final class ImageFault {

    private ImageFault() {}

    static PerceptException unsupported(String what) {
        return new PerceptException(
                ErrorCode.UNSUPPORTED_MEDIA, what + "; send the image as PNG, JPEG, GIF, WebP or BMP");
    }

    static PerceptException truncated(ImageFormat format, String where) {
        return new PerceptException(
                ErrorCode.IMAGE_TRUNCATED, "the " + format + " file ends " + where + "; send the whole file again");
    }

    static PerceptException corrupt(ImageFormat format, String what) {
        return corrupt(format, what, null);
    }

    static PerceptException corrupt(ImageFormat format, String what, Throwable cause) {
        return new PerceptException(
                ErrorCode.IMAGE_CORRUPT,
                "the " + format + " file is damaged: " + what + "; export the image again",
                cause);
    }

    static PerceptException tooLarge(String what) {
        return new PerceptException(ErrorCode.IMAGE_TOO_LARGE, what + "; send a smaller version of the image");
    }
}
