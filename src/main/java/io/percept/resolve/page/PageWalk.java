package io.percept.resolve.page;

import io.percept.contract.ImageContext;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Walks over the content of one page and collects its segments. Not thread-safe. */
final class PageWalk implements NodeFilter {

    private final int maxImages;
    private final int width;
    private final List<Segment> segments = new ArrayList<>();
    private final List<SkippedImage> skipped = new ArrayList<>();
    private final Map<String, Integer> shown = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private String heading = "";

    PageWalk(int maxImages, int width) {
        this.maxImages = maxImages;
        this.width = width;
    }

    void title(String title) {
        text.append(title).append('\n');
    }

    PageContent content(String title) {
        endText();
        List<Segment> counted = segments.stream()
                .map(segment -> segment instanceof Segment.Image image ? counted(image) : segment)
                .toList();
        return new PageContent(title, counted, skipped);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            text.append(words.getWholeText().replaceAll("\\s+", " "));
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "img" -> image(element);
                case "svg" -> {
                    skipped.add(new SkippedImage(Reason.INLINE_SVG, "", ImageSurroundings.nameOfDrawing(element)));
                    return FilterResult.SKIP_ENTIRELY;
                }
                case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                    heading = element.text().strip();
                    separate(element);
                }
                default -> separate(element);
            }
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            separate(element);
        }
        return FilterResult.CONTINUE;
    }

    private void separate(Element element) {
        if (element.isBlock()
                || element.normalName().equals("br")
                || element.normalName().equals("td")) {
            text.append('\n');
        }
    }

    private void image(Element img) {
        String alt = img.attr("alt").strip();
        Optional<Reason> decoration = ImageTag.decoration(img);
        if (decoration.isPresent()) {
            skipped.add(new SkippedImage(decoration.get(), ImageTag.declared(img), alt));
            return;
        }
        Optional<String> address = ImageTag.address(img, width);
        if (address.isEmpty()) {
            skipped.add(new SkippedImage(ImageTag.whyNoAddress(img), ImageTag.declared(img), alt));
        } else if (shown.containsKey(address.get())) {
            shown.merge(address.get(), 1, Integer::sum);
        } else if (shown.size() >= maxImages) {
            skipped.add(new SkippedImage(Reason.MAX_IMAGES, shortened(address.get()), alt));
        } else {
            endText();
            shown.put(address.get(), 1);
            ImageContext context = ImageSurroundings.of(img, heading);
            segments.add(new Segment.Image(new ImageSource.Address(address.get()), alt, context));
        }
    }

    /** An image in a data URL is not written into a record. */
    private static String shortened(String address) {
        return address.length() <= 500 ? address : address.substring(0, 60) + "…";
    }

    private Segment counted(Segment.Image image) {
        int times = shown.get(((ImageSource.Address) image.source()).url());
        return new Segment.Image(image.source(), image.alt(), image.context().withRepeats(times));
    }

    private void endText() {
        String words = text.toString()
                .lines()
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        text.setLength(0);
        if (!words.isEmpty()) {
            segments.add(new Segment.Text(words));
        }
    }
}
