package io.percept.resolve.page;

import io.percept.contract.ImageContext;
import org.jsoup.nodes.Element;

/** Reads what a page says around an image: its figure's caption, and the link or button that it is in. */
final class ImageSurroundings {

    private ImageSurroundings() {}

    /** @param heading the nearest one before the image */
    static ImageContext of(Element img, String heading) {
        Element figure = img.closest("figure");
        Element caption = figure == null ? null : figure.selectFirst("figcaption");
        Element control = img.closest("a[href], button, [role=button], [role=link]");
        boolean hasAlt = img.hasAttr("alt");
        return new ImageContext(
                heading,
                caption == null ? "" : caption.text().strip(),
                control == null ? "" : role(control),
                control == null ? "" : target(control),
                control == null ? "" : control.text().strip(),
                control != null && !name(control).isEmpty(),
                !hasAlt && !img.hasAttr("aria-label") && !img.hasAttr("aria-labelledby"),
                hasAlt && img.attr("alt").isBlank(),
                1);
    }

    /** What a drawing calls itself. */
    static String nameOfDrawing(Element svg) {
        if (!svg.attr("aria-label").isBlank()) {
            return svg.attr("aria-label").strip();
        }
        Element title = svg.selectFirst("title");
        return title == null ? "" : title.text().strip();
    }

    private static String role(Element control) {
        boolean link = control.normalName().equals("a") && !control.attr("role").equals("button")
                || control.attr("role").equals("link");
        return link ? "link" : "button";
    }

    private static String target(Element control) {
        String name = name(control);
        return name.isEmpty() && control.hasAttr("href") ? control.absUrl("href") : name;
    }

    private static String name(Element control) {
        String label = control.attr("aria-label").strip();
        return label.isEmpty() ? control.attr("title").strip() : label;
    }
}
