package io.percept.resolve.page;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Cuts a page down to what it is about: navigation, advertising and the page's furniture go. */
final class MainContent {

    private static final String FURNITURE = "script, style, template, iframe, object, embed, canvas, nav, footer,"
            + " aside, form:not(:has(h1, article, main)), button:not(:has(img)), select, dialog, [hidden]:not(img),"
            + " [aria-hidden=true]:not(img):not(svg), [role=navigation], [role=banner], [role=contentinfo],"
            + " [role=complementary], [role=search], [role=dialog], [role=alert]";

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
        page.body().select("*").stream().filter(MainContent::named).toList().forEach(Element::remove);
        return whole(page, "main, [role=main]").or(() -> whole(page, "article")).orElseGet(page::body);
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
