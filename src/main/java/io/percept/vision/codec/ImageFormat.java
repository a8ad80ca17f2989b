package io.percept.vision.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The image formats that are let in, told by their first bytes. Names of files and declared types do not count. */
public enum ImageFormat {
    PNG("image/png"),
    JPEG("image/jpeg"),
    GIF("image/gif"),
    WEBP("image/webp"),
    BMP("image/bmp");

    private final String mediaType;

    ImageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * Tells the format.
     *
     * @throws io.percept.contract.PerceptException UNSUPPORTED_MEDIA, saying what the bytes seem to be instead
     */
    public static ImageFormat of(byte[] bytes) {
        if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) {
            return GIF;
        }
        if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
            return WEBP;
        }
        if (starts(bytes, 0, "BM") && bytes.length >= 18 && plausibleBmpHeader(new ByteView(bytes, BMP))) {
            return BMP;
        }
        throw ImageFault.unsupported(bytes.length == 0 ? "the image is empty" : "the bytes are " + describe(bytes));
    }

    private static boolean plausibleBmpHeader(ByteView view) {
        int headerSize = view.int32Little(14);
        return headerSize == 12 || headerSize >= 40 && headerSize <= 124;
    }

    private static String describe(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.ISO_8859_1);
        String text = head.stripLeading().toLowerCase(Locale.ROOT);
        if (text.contains("<svg")) {
            return "an SVG drawing, which can carry scripts and is not accepted";
        }
        if (text.contains("<html") || text.startsWith("<!doctype html")) {
            return "an HTML page, not an image";
        }
        if (head.contains("%PDF-")) {
            return "a PDF document, not an image";
        }
        if (text.startsWith("#!") || text.startsWith("<?php") || text.startsWith("<script")) {
            return "a script, not an image";
        }
        if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return "a TIFF image, which is not accepted";
        }
        if (head.length() > 11 && head.startsWith("ftyp", 4)) {
            return "a " + head.substring(8, 12).strip() + " file (HEIF, AVIF or video), which is not accepted";
        }
        return "no image of a known kind";
    }

    private static boolean starts(byte[] bytes, int at, String signature) {
        if (bytes.length < at + signature.length()) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            if ((bytes[at + i] & 0xFF) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
