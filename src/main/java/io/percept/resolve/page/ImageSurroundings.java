package io.percept.resolve.page;

import io.percept.contract.Excerpt;
import io.percept.contract.ImageContext;
import org.jsoup.nodes.Element;

/** Reads what a page says around an image: its figure's caption, and the link or button that it is in. */
final class ImageSurroundings {

    /** Characters of each text that are kept: more are no caption, and would be said again for every image. */
    private static final int ENOUGH = 1_000;

    private ImageSurroundings() {}

    /** @param heading the nearest one before the image */
    static ImageContext of(Element img, String heading, PageBase base) {
        Element figure = img.closest("figure");
        Element caption = figure == null ? null : figure.selectFirst("figcaption");
        Element control = img.closest("a[href], button, [role=button], [role=link]");
        boolean hasAlt = img.hasAttr("alt");
        return new ImageContext(
                brief(heading),
                caption == null ? "" : brief(caption.text()),
                control == null ? "" : role(control),
                control == null ? "" : brief(target(control, base)),
                control == null ? "" : brief(control.text()),
                control != null && !name(control).isEmpty(),
                !hasAlt && !img.hasAttr("aria-label") && !img.hasAttr("aria-labelledby"),
                hasAlt && img.attr("alt").isBlank(),
                1);
    }

    /** What a drawing calls itself. */
    static String nameOfDrawing(Element svg) {
        if (!svg.attr("aria-label").isBlank()) {
            return brief(svg.attr("aria-label"));
        }
        Element title = svg.selectFirst("title");
        return title == null ? "" : brief(title.text());
    }

    /** A text without the space around it, and cut where it is longer than such texts are. */
    static String brief(String text) {
        String plain = text.strip();
        return plain.length() <= ENOUGH ? plain : Excerpt.beginning(plain, ENOUGH) + "…";
    }

    private static String role(Element control) {
        boolean link = control.normalName().equals("a") && !control.attr("role").equals("button")
                || control.attr("role").equals("link");
        return link ? "link" : "button";
    }

    private static String target(Element control, PageBase base) {
        String name = name(control);
        return name.isEmpty() && control.hasAttr("href") ? base.resolve(control.attr("href")) : name;
    }

    private static String name(Element control) {
        String label = control.attr("aria-label").strip();
        return label.isEmpty() ? control.attr("title").strip() : label;
    }
}
