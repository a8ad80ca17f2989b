package io.percept.resolve.page;

import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Says of an element whether its page shows it, by what stands in the element alone. Stateless. */
final class Unshown {

    private static final Pattern NO_DISPLAY = Pattern.compile("display\\s*:\\s*none", Pattern.CASE_INSENSITIVE);

    private Unshown() {}

    /** Whether the style of the element itself takes it off the page. */
    static boolean byStyle(Element element) {
        return NO_DISPLAY.matcher(element.attr("style")).find();
    }
}
