package io.percept.resolve.page;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.List;
import org.jsoup.nodes.Document;

/**
 * How large and how deep the pages of an event may be: taking parts out of one costs by the square of what lies side by side or in
 * one another.
 */
final class PageBounds {

    /** The longest articles and forums have some tens of thousands. */
    private static final int MAX_TAGS = 100_000;

    /** What browsers nest at most: they flatten what is deeper. */
    private static final int MAX_DEPTH = 512;

    private PageBounds() {}

    /** Before the page is parsed. */
    static void checkText(String html) {
        long tags = tags(html);
        if (tags > MAX_TAGS) {
            throw tooLong("has " + tags + " tags, at most " + MAX_TAGS + " are read");
        }
    }

    /** Before the first of the pages of an event is parsed: each of them could be as large as one may be. */
    static void checkTexts(List<String> pages) {
        long tags = pages.stream().mapToLong(PageBounds::tags).sum();
        if (pages.size() > 1 && tags > MAX_TAGS) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "The " + pages.size() + " pages have " + tags + " tags together, at most " + MAX_TAGS
                            + " are read: send them in several events.");
        }
    }

    private static long tags(String html) {
        return html.chars().filter(c -> c == '<').count();
    }

    /** Before anything is looked for. */
    static void checkTree(Document page) {
        page.traverse((node, depth) -> {
            if (depth > MAX_DEPTH) {
                throw tooLong("nests its elements more than " + MAX_DEPTH + " deep");
            }
        });
    }

    private static PerceptException tooLong(String what) {
        return new PerceptException(
                ErrorCode.TOO_LONG,
                "The page " + what + ": send the part of it that matters, or its texts and images.");
    }
}
