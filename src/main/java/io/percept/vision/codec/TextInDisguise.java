package io.percept.vision.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Finds files that are an image to one program and a script, page or archive to another. */
final class TextInDisguise {

    private static final List<String> ACTIVE =
            List.of("<script", "<?php", "<html", "<svg", "<!doctype", "%pdf-", "#!/", "pk\u0003\u0004");
    private static final String ARCHIVE_END = "PK\u0005\u0006";
    private static final int HEAD = 4096;
    private static final int TAIL = 1024;

    private TextInDisguise() {}

    /**
     * A GIF's signature is a valid name in JavaScript. What follows it in such a file is a comment or an assignment
     * where a GIF has its size, and text where a GIF has binary blocks.
     */
    static boolean asGif(byte[] bytes) {
        if (bytes.length > 8 && bytes[6] == '/' && bytes[7] == '*') {
            return text(bytes, 8, bytes.length).contains("*/");
        }
        int printable = 0;
        int length = Math.min(bytes.length, 6 + 64) - 6;
        for (int i = 6; i < 6 + length; i++) {
            int value = bytes[i];
            printable += value >= ' ' && value < 127 || value == '\n' || value == '\r' || value == '\t' ? 1 : 0;
        }
        return length >= 8 && printable == length;
    }

    /** Refuses a file in which a page, script or archive follows the picture. What cameras append is let pass. */
    static void refuseAfter(ImageFormat format, byte[] bytes, int end) {
        if (end >= bytes.length) {
            return;
        }
        String head = text(bytes, end, Math.min(bytes.length, end + HEAD)).toLowerCase(Locale.ROOT);
        String tail = text(bytes, Math.max(end, bytes.length - TAIL), bytes.length);
        if (ACTIVE.stream().anyMatch(head::contains) || tail.contains(ARCHIVE_END)) {
            throw ImageFault.unsupported("the " + format + " file carries a script, page or archive after its picture");
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
