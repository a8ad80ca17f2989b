package io.percept.resolve.page;

import io.percept.contract.Segment;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A web page to interleaved segments: its title, then the texts and images of its main content in reading order, with
 * alternative texts at the images and captions where they stand. Immutable and thread-safe.
 */
public final class PageReader {

    private final int maxImages;
    private final int width;

    /**
     * @param maxImages images kept, the first ones; 5 is what interleaved training data hold
     * @param width pixels across that the model can use; of several sizes of an image the smallest with these is taken
     */
    public PageReader(int maxImages, int width) {
        this.maxImages = maxImages;
        this.width = width;
    }

    /**
     * Refuses pages of one event that have more tags together than one page may have.
     *
     * @param segments of the event, of which those that are no pages do not count
     * @throws io.percept.contract.PerceptException TOO_LONG
     */
    public static void checkTogether(List<Segment> segments) {
        PageBounds.checkTexts(segments.stream()
                .filter(Segment.Page.class::isInstance)
                .map(segment -> ((Segment.Page) segment).html())
                .toList());
    }

    /**
     * Parses a page, within the bounds in which that costs no more than reading it. Its addresses are left as they stand, and base
     * elements that may be long have another name; a page that is written out again is read as it would have been itself.
     *
     * @throws io.percept.contract.PerceptException TOO_LONG where it has more tags, or nests them deeper, than pages do
     */
    public static Document parse(String html) {
        PageBounds.checkText(html);
        Document document = Jsoup.parse(PageBase.masked(SigmaRuns.broken(html)), "");
        PageBounds.checkTree(document);
        return document;
    }

    /**
     * Reads the page; images are not fetched. Relative addresses are resolved against its base element's or the page's, unless
     * that has more than 4,000 characters.
     *
     * @throws io.percept.contract.PerceptException TOO_LONG where it has more tags, or nests them deeper, than pages do
     */
    public PageContent read(Segment.Page page) {
        Document document = parse(page.html());
        PageBase base = PageBase.of(page, document);
        String title = document.title().strip();
        Element content = MainContent.of(document);
        PageWalk walk = new PageWalk(maxImages, width, base);
        if (!title.isEmpty() && !content.text().startsWith(title)) {
            walk.title(title);
        }
        content.filter(walk);
        return walk.content(title);
    }
}
