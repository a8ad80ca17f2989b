package io.percept.resolve.page;

import io.percept.contract.Segment;
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
     * Reads the page; images are not fetched. Relative addresses are resolved against the page's.
     *
     * @throws io.percept.contract.PerceptException TOO_LONG where it has more tags, or nests them deeper, than pages do
     */
    public PageContent read(Segment.Page page) {
        PageBounds.checkText(page.html());
        Document document = Jsoup.parse(page.html(), page.url());
        PageBounds.checkTree(document);
        String title = document.title().strip();
        Element content = MainContent.of(document);
        PageWalk walk = new PageWalk(maxImages, width);
        if (!title.isEmpty() && !content.text().startsWith(title)) {
            walk.title(title);
        }
        content.filter(walk);
        return walk.content(title);
    }
}
