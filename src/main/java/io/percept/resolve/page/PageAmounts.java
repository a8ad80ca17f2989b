package io.percept.resolve.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * How much of a page lies in each of its elements, counted in one walk over it: to read the text of each would take the square of the
 * page where they lie in one another. It does not follow what becomes of the page afterwards. Not thread-safe.
 */
final class PageAmounts implements NodeVisitor {

    /** What stands in the content of pages and seldom in what is beside it. */
    private static final Set<String> MARKS = Set.of("h1", "h2", "article", "main", "figure");

    /** An image in a button is a part of it; one in a noscript element stands beside it once more, or counts visitors. */
    private static final Set<String> NO_PLACE_FOR_PICTURES = Set.of("button", "noscript");

    /**
     * What lies in an element.
     *
     * @param letters of its texts: all signs that are no space
     * @param pictures images that are neither drawings nor, by their own words, decoration
     * @param marks of content, the element itself included
     */
    private record Amount(int letters, int pictures, int marks) {

        private static final Amount NONE = new Amount(0, 0, 0);

        Amount less(Amount other) {
            return new Amount(letters - other.letters, pictures - other.pictures, marks - other.marks);
        }
    }

    private final Map<Element, Amount> amounts = new IdentityHashMap<>();

    /** What there was before each of the elements that the walk is in. */
    private final Deque<Amount> before = new ArrayDeque<>();

    private Amount counted = Amount.NONE;
    private int noPictures;

    private PageAmounts() {}

    /** @param root of what is counted; it counts for all that there is */
    static PageAmounts of(Element root) {
        PageAmounts amounts = new PageAmounts();
        root.traverse(amounts);
        return amounts;
    }

    /** Whether an element holds anything to read or to look at. */
    boolean isFilled(Element element) {
        Amount within = within(element);
        return within.letters > 0 || within.pictures > 0;
    }

    /** Whether an element holds a mark of content, or a picture. */
    boolean isMarked(Element element) {
        Amount within = within(element);
        return within.marks > 0 || within.pictures > 0;
    }

    /** Whether an element has words, and half of all that there are. */
    boolean holdsHalfOfTheWords(Element element) {
        int letters = letters(element);
        return letters > 0 && 2L * letters >= counted.letters;
    }

    /** Whether no pictures lie outside an element, or fewer than in it. */
    boolean holdsMostPictures(Element element) {
        int pictures = within(element).pictures;
        int outside = counted.pictures - pictures;
        return outside == 0 || outside < pictures;
    }

    /** Signs of the texts in an element that are no space. */
    int letters(Element element) {
        return within(element).letters;
    }

    private Amount within(Element element) {
        return amounts.getOrDefault(element, Amount.NONE);
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            count(signs(words.getWholeText()), 0, 0);
        } else if (node instanceof Element element) {
            before.push(counted);
            if (NO_PLACE_FOR_PICTURES.contains(element.normalName())) {
                noPictures++;
            }
            count(0, isPicture(element) ? 1 : 0, isMark(element) ? 1 : 0);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element element) {
            amounts.put(element, counted.less(before.pop()));
            if (NO_PLACE_FOR_PICTURES.contains(element.normalName())) {
                noPictures--;
            }
        }
    }

    private void count(int letters, int pictures, int marks) {
        if (letters + pictures + marks > 0) {
            counted = new Amount(counted.letters + letters, counted.pictures + pictures, counted.marks + marks);
        }
    }

    private boolean isPicture(Element element) {
        return noPictures == 0 && element.normalName().equals("img") && ImageTag.isPicture(element);
    }

    private static boolean isMark(Element element) {
        return MARKS.contains(element.normalName())
                || element.attr("role").strip().equalsIgnoreCase("main");
    }

    private static int signs(String text) {
        return (int) text.chars()
                .filter(sign -> sign > ' ' && !Character.isSpaceChar(sign))
                .count();
    }
}
