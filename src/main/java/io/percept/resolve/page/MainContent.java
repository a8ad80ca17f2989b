package io.percept.resolve.page;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** Cuts a page down to what it is about: navigation, advertising and the page's furniture go. */
final class MainContent {

    private static final String FURNITURE = "script, style, template, iframe, object, embed, canvas, nav, footer,"
            + " aside, form:not(:has(h1, article, main)), button:not(:has(img)), select, dialog,"
            + " [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search],"
            + " [role=dialog], [role=alert]";

    private static final String HIDDEN = "[hidden]:not(img), [aria-hidden=true]:not(img):not(svg)";

    /** Pages of several views hide all of their main parts but one. */
    private static final String MAIN = "main:not([hidden]), [role=main]:not([hidden])";

    private static final Pattern NAMED_FURNITURE = Pattern.compile(
            "(^|[\\s_-])(ads?|advert|adverts|advertisement|advertising|adsense|banner-ad|sponsor|sponsored|promo|cookie|"
                    + "cookies|consent|newsletter|share|sharing|social|related|recommended|breadcrumb|breadcrumbs|"
                    + "sidebar|popup|modal|menu|navbar|pagination|masthead)([\\s_-]|$)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_DISPLAY = Pattern.compile("display\\s*:\\s*none", Pattern.CASE_INSENSITIVE);

    /** Measuring the words of each costs a walk over the page, and a page may be made to hold very many. */
    private static final int MAX_CANDIDATES = 40;

    private MainContent() {}

    /** Changes the document and returns the element that holds its content. */
    static Element of(Document page) {
        page.select(FURNITURE).remove();
        page.select("header").stream()
                .filter(header -> header.closest("article, main") == null)
                .forEach(Element::remove);
        Set<Element> around = aroundContent(page);
        page.body().select(HIDDEN).stream()
                .filter(element -> !around.contains(element))
                .toList()
                .forEach(Element::remove);
        page.body().select("*").stream()
                .filter(element -> named(element) && !around.contains(element))
                .toList()
                .forEach(Element::remove);
        return whole(page, "main, [role=main]").or(() -> whole(page, "article")).orElseGet(page::body);
    }

    /**
     * What holds the main part, or, where a page marks none, its titles: whatever its name, it is no furniture. Themes name the
     * wrapper of article and sidebar after the sidebar, and scripts hide a page until it is loaded, or while a dialog is open.
     */
    private static Set<Element> aroundContent(Document page) {
        Elements marks = page.select(MAIN);
        if (marks.isEmpty()) {
            marks = page.select("h1");
        }
        marks.add(page.body());
        Set<Element> around = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Element mark : marks) {
            Element at = mark;
            // Once an element is there, so is all that it lies in.
            while (at != null && around.add(at)) {
                at = at.parent();
            }
        }
        return around;
    }

    private static boolean named(Element element) {
        String name = element.normalName();
        if (name.equals("body") || name.equals("main") || name.equals("article")) {
            return false;
        }
        return NAMED_FURNITURE.matcher(element.className()).find()
                || NAMED_FURNITURE.matcher(element.id()).find()
                || !name.equals("img")
                        && NO_DISPLAY.matcher(element.attr("style")).find();
    }

    /** The element with most words, unless it leaves out half of the page: then it is one teaser of many. */
    private static Optional<Element> whole(Document page, String selector) {
        int all = page.body().text().length();
        return page.select(selector).stream()
                .limit(MAX_CANDIDATES)
                .max(Comparator.comparingInt(element -> element.text().length()))
                .filter(element -> element.text().length() * 2 >= all);
    }
}
