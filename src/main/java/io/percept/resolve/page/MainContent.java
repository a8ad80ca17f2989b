package io.percept.resolve.page;

import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Cuts a page down to what it is about: navigation, advertising and the page's furniture go. */
final class MainContent {

    private static final String FURNITURE = "script, style, template, iframe, object, embed, canvas, nav, footer,"
            + " aside, button:not(:has(img)), select, dialog,"
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

    /** Themes name the wrapper of article and sidebar after the sidebar. */
    private static final Pattern NAMED_SIDEBAR =
            Pattern.compile("(^|[\\s_-])sidebar([\\s_-]|$)", Pattern.CASE_INSENSITIVE);

    private MainContent() {}

    /** Changes the document and returns the element that holds its content. */
    static Element of(Document page) {
        Element body = page.body();
        body.select(FURNITURE).stream()
                .filter(element -> element != body && !isImage(element))
                .forEach(Element::remove);
        removeForms(body);
        page.select("header").stream()
                .filter(header -> header.closest("article, main") == null)
                .forEach(Element::remove);
        Set<Element> furniture = furniture(body);
        Set<Element> around = aroundContent(page, furniture);
        furniture.stream().filter(element -> !around.contains(element)).forEach(Element::remove);
        PageAmounts amounts = PageAmounts.of(body);
        return whole(page.select("main, [role=main]"), amounts)
                .or(() -> whole(page.select("article"), amounts).filter(article -> !isOneOfSeveral(article, amounts)))
                .orElse(body);
    }

    /** Forms go, but for those that are more: some servers write all of a page into one, and some shops each of their wares. */
    private static void removeForms(Element body) {
        List<Element> forms = body.select("form");
        if (!forms.isEmpty()) {
            PageAmounts amounts = PageAmounts.of(body);
            forms.stream()
                    .filter(form -> !amounts.isMarked(form) && !amounts.holdsHalfOfTheWords(form))
                    .forEach(Element::remove);
        }
    }

    /** What is hidden or has a name of furniture. The body never is: it is all that there is of the page. */
    private static Set<Element> furniture(Element body) {
        Set<Element> furniture = elements();
        furniture.addAll(body.select(HIDDEN));
        body.select("*").stream().filter(MainContent::named).forEach(furniture::add);
        furniture.remove(body);
        return furniture;
    }

    /**
     * What holds the main part, or, where a page marks none, its titles: whatever its name, it is no furniture. A wrapper is named after
     * the sidebar in it, and scripts hide a page until it is loaded, or while a dialog is open.
     */
    private static Set<Element> aroundContent(Document page, Set<Element> furniture) {
        List<Element> main = page.select(MAIN);
        List<Element> marks = outside(furniture, page.body(), main.isEmpty() ? page.select("h1") : main);
        Set<Element> around = elements();
        for (Element mark : marks) {
            Element at = mark;
            // Once an element is there, so is all that it lies in.
            while (at != null && around.add(at)) {
                at = at.parent();
            }
        }
        return around;
    }

    /**
     * Those that neither are furniture nor lie in it, since banners and views that are not shown have titles as well; all of them where
     * there is none such. What is only named after a sidebar is as likely the wrapper of all that there is to read.
     */
    private static List<Element> outside(Set<Element> furniture, Element body, List<Element> marks) {
        Set<Element> inside = elements();
        // In the order of the page, in which an element comes before what lies in it.
        for (Element element : body.select("*")) {
            if (furniture.contains(element) && !isSidebar(element) || inside.contains(element.parent())) {
                inside.add(element);
            }
        }
        List<Element> outside =
                marks.stream().filter(mark -> !inside.contains(mark)).toList();
        return outside.isEmpty() ? marks : outside;
    }

    private static Set<Element> elements() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Whether its name is one of furniture, or its style does not show it. */
    private static boolean named(Element element) {
        String name = element.normalName();
        if (name.equals("body") || name.equals("article")) {
            return false;
        }
        return isUnshown(element) || !isMain(element) && !isImage(element) && isNamed(element, NAMED_FURNITURE);
    }

    /** What an image calls itself does not make it furniture, as what it lies in does: it is there to be looked at. */
    private static boolean isImage(Element element) {
        String name = element.normalName();
        return name.equals("img") || name.equals("picture");
    }

    private static boolean isUnshown(Element element) {
        return !element.normalName().equals("img") && Unshown.byStyle(element);
    }

    private static boolean isSidebar(Element element) {
        return isNamed(element, NAMED_SIDEBAR) && !element.is(HIDDEN) && !isUnshown(element);
    }

    /** A main part is named after what is beside it, as its wrappers are. */
    private static boolean isMain(Element element) {
        return element.normalName().equals("main")
                || element.attr("role").strip().equalsIgnoreCase("main");
    }

    private static boolean isNamed(Element element, Pattern names) {
        return names.matcher(element.className()).find()
                || names.matcher(element.id()).find();
    }

    /**
     * The element with most words, unless it leaves out half of the page: then it is one teaser of many. Nor is it the whole where as
     * many pictures lie outside as in it, which nobody would look at.
     */
    private static Optional<Element> whole(List<Element> candidates, PageAmounts amounts) {
        return candidates.stream()
                .max(Comparator.comparingInt(amounts::letters))
                .filter(element -> amounts.holdsHalfOfTheWords(element) && amounts.holdsMostPictures(element));
    }

    /** Whether other articles stand beside it: however long it is, the page is about each of them. */
    private static boolean isOneOfSeveral(Element article, PageAmounts amounts) {
        return article.siblingElements().stream()
                .anyMatch(other -> other.normalName().equals("article") && amounts.isFilled(other));
    }
}
