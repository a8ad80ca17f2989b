package io.percept.prompt;

import io.percept.contract.Excerpt;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The text around an image of a document, without alternative texts of images.
 *
 * @param before the end of the text that precedes it, or empty
 * @param after the beginning of the text that follows it, or empty
 */
record Surroundings(String before, String after) {

    /** Characters on either side: a sentence or two. */
    private static final int REACH = 200;

    /** Characters of a text that are read for these, with gaps that make one space of each: texts may be of megabytes, and images many. */
    private static final int READ = 10 * REACH;

    static Surroundings of(Document document, PicturePart picture) {
        List<Part> parts = document.parts();
        int at = 0;
        while (parts.get(at) != picture) {
            at++;
        }
        StringBuilder before = new StringBuilder();
        for (int i = at - 1; i >= 0 && before.length() < REACH; i--) {
            before.insert(0, said(parts, i, text -> Excerpt.end(text, READ)));
        }
        StringBuilder after = new StringBuilder();
        for (int i = at + 1; i < parts.size() && after.length() < REACH; i++) {
            after.append(said(parts, i, text -> Excerpt.beginning(text, READ)));
        }
        return new Surroundings(end(before.toString()), beginning(after.toString()));
    }

    /** @param near what of a text is next to the image */
    private static String said(List<Part> parts, int at, UnaryOperator<String> near) {
        if (!(parts.get(at) instanceof TextPart text)) {
            return "";
        }
        boolean alt = at > 0
                && parts.get(at - 1) instanceof PicturePart picture
                && isSame(text.text(), picture.notes().alt().strip());
        return alt ? "" : TextPart.onOneLine(near.apply(text.text())) + " ";
    }

    /** But for the gaps around the text. */
    private static boolean isSame(String text, String alt) {
        return text.length() - alt.length() < READ && text.strip().equals(alt);
    }

    /** Of whole words where one begins within reach. */
    private static String end(String text) {
        String all = text.strip();
        int space = all.indexOf(' ', Math.max(0, all.length() - REACH));
        return all.length() <= REACH || space < 0 ? Excerpt.end(all, REACH) : all.substring(space + 1);
    }

    /** Of whole words where one ends within reach. */
    private static String beginning(String text) {
        String all = text.strip();
        int space = all.lastIndexOf(' ', REACH);
        return all.length() <= REACH || space < 0 ? Excerpt.beginning(all, REACH) : all.substring(0, space);
    }
}
