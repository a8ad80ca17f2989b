package io.percept.prompt;

import java.util.List;

/**
 * The text around an image of a document, without alternative texts of images.
 *
 * @param before the end of the text that precedes it, or empty
 * @param after the beginning of the text that follows it, or empty
 */
record Surroundings(String before, String after) {

    /** Characters on either side: a sentence or two. */
    private static final int REACH = 200;

    static Surroundings of(Document document, PicturePart picture) {
        List<Part> parts = document.parts();
        int at = 0;
        while (parts.get(at) != picture) {
            at++;
        }
        StringBuilder before = new StringBuilder();
        for (int i = at - 1; i >= 0 && before.length() < REACH; i--) {
            before.insert(0, said(parts, i));
        }
        StringBuilder after = new StringBuilder();
        for (int i = at + 1; i < parts.size() && after.length() < REACH; i++) {
            after.append(said(parts, i));
        }
        return new Surroundings(end(before.toString()), beginning(after.toString()));
    }

    private static String said(List<Part> parts, int at) {
        if (!(parts.get(at) instanceof TextPart text)) {
            return "";
        }
        boolean alt = at > 0
                && parts.get(at - 1) instanceof PicturePart picture
                && picture.notes().alt().strip().equals(text.text().strip());
        return alt ? "" : text.line() + " ";
    }

    private static String end(String text) {
        String all = text.strip();
        int space = all.indexOf(' ', Math.max(0, all.length() - REACH));
        return all.length() <= REACH || space < 0 ? all : all.substring(space + 1);
    }

    private static String beginning(String text) {
        String all = text.strip();
        int space = all.lastIndexOf(' ', REACH);
        return all.length() <= REACH || space < 0 ? all : all.substring(0, space);
    }
}
