package io.percept.resolve.page;

import java.util.Optional;
import org.jsoup.nodes.Element;

/** Finds what stands in the place of an image that scripts load late where there are no scripts. Stateless. */
final class ScriptlessCopy {

    private ScriptlessCopy() {}

    /** The noscript element right behind an image, or behind the picture element that ends with it, which holds an image itself. */
    static Optional<Element> behind(Element img) {
        Element next = img.nextElementSibling();
        Element parent = img.parent();
        if (next == null && parent != null && parent.normalName().equals("picture")) {
            next = parent.nextElementSibling();
        }
        return Optional.ofNullable(next)
                .filter(element -> element.normalName().equals("noscript") && element.selectFirst("img") != null);
    }
}
