package io.percept.resolve.page;

import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

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

    /** Reads the page; images are not fetched. Relative addresses are resolved against the page's. */
    public List<Segment> read(Segment.Page page) {
        Document document = Jsoup.parse(page.html(), page.url());
        String title = document.title().strip();
        Element content = MainContent.of(document);
        Walk walk = new Walk();
        if (!title.isEmpty() && !content.text().startsWith(title)) {
            walk.text.append(title).append('\n');
        }
        content.traverse(walk);
        walk.endText();
        return List.copyOf(walk.segments);
    }

    private final class Walk implements NodeVisitor {

        private final List<Segment> segments = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private final Set<String> seen = new HashSet<>();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                text.append(words.getWholeText());
            } else if (node instanceof Element element) {
                if (element.normalName().equals("img")) {
                    image(element);
                } else {
                    separate(element);
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                separate(element);
            }
        }

        private void separate(Element element) {
            if (element.isBlock()
                    || element.normalName().equals("br")
                    || element.normalName().equals("td")) {
                text.append('\n');
            }
        }

        private void image(Element img) {
            if (seen.size() >= maxImages || ImageTag.decoration(img)) {
                return;
            }
            ImageTag.address(img, width).filter(seen::add).ifPresent(address -> {
                endText();
                String alt = img.attr("alt").strip();
                segments.add(new Segment.Image(new ImageSource.Address(address), alt));
            });
        }

        private void endText() {
            String words = text.toString().replaceAll("\\s+", " ").strip();
            text.setLength(0);
            if (!words.isEmpty()) {
                segments.add(new Segment.Text(words));
            }
        }
    }
}
