package io.percept.resolve.page;

import io.percept.contract.Excerpt;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** Walks over the content of one page and collects its segments. Not thread-safe. */
final class PageWalk implements NodeFilter {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final int maxImages;
    private final PageBase base;
    private final ImageAddresses addresses;
    private final List<Segment> segments = new ArrayList<>();
    private final List<SkippedImage> skipped = new ArrayList<>();
    private final Map<String, Integer> shown = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int tooMany;
    private int unlisted;

    /** The nearest one so far; null before the first. Its text is read where an image wants it, for headings may lie in one another. */
    private Element heading;

    /** The copy, for browsers without scripts, of the image that was read last; null where it has none, or the walk is past it. */
    private Element copy;

    /** The address of the image that it is a copy of. */
    private Optional<String> copied = Optional.empty();

    PageWalk(int maxImages, int width, PageBase base) {
        this.maxImages = maxImages;
        this.base = base;
        this.addresses = new ImageAddresses(base, width);
    }

    void title(String title) {
        text.append(title).append('\n');
    }

    PageContent content(String title) {
        endText();
        List<Segment> counted = segments.stream()
                .map(segment -> segment instanceof Segment.Image image ? counted(image) : segment)
                .toList();
        return new PageContent(title, counted, skipped, tooMany, unlisted);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode words) {
            text.append(SPACES.matcher(words.getWholeText()).replaceAll(" "));
        } else if (node instanceof Element element) {
            switch (element.normalName()) {
                case "img" -> image(element);
                case "svg" -> {
                    skip(Reason.INLINE_SVG, "", ImageSurroundings.nameOfDrawing(element));
                    return FilterResult.SKIP_ENTIRELY;
                }
                case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                    heading = element;
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
            if (element == copy) {
                copy = null;
            }
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
        String alt = ImageSurroundings.brief(img.attr("alt"));
        Optional<Reason> decoration = ImageTag.decoration(img);
        if (decoration.isPresent()) {
            skip(decoration.get(), ImageTag.declared(img), alt);
            return;
        }
        Optional<String> address = addresses.of(img);
        if (copy != null && address.isPresent() && address.equals(copied)) {
            // It was read just now, as browsers with scripts show it.
            return;
        }
        Optional<Element> behind = ScriptlessCopy.behind(img);
        behind.ifPresent(noscript -> {
            copy = noscript;
            copied = address;
        });
        if (address.isEmpty()) {
            // One that names nothing waits for a script, and the copy behind it has the address.
            if (behind.isEmpty() || !ImageTag.declared(img).isEmpty()) {
                skip(ImageTag.whyNoAddress(img), ImageTag.declared(img), alt);
            }
        } else if (shown.containsKey(address.get())) {
            shown.merge(address.get(), 1, Integer::sum);
        } else if (shown.size() >= maxImages) {
            tooMany++;
            skip(Reason.MAX_IMAGES, address.get(), alt);
        } else {
            endText();
            shown.put(address.get(), 1);
            ImageContext context = ImageSurroundings.of(img, heading == null ? "" : heading.text(), base);
            segments.add(new Segment.Image(new ImageSource.Address(address.get()), alt, context));
        }
    }

    private void skip(Reason reason, String address, String alt) {
        if (skipped.size() < PageContent.MOST_SKIPPED) {
            skipped.add(new SkippedImage(reason, shortened(address), alt));
        } else {
            unlisted++;
        }
    }

    /** A record names an image. An address as long as that of a data URL would hold it. */
    private static String shortened(String address) {
        return address.length() <= 500 ? address : Excerpt.beginning(address, 60) + "…";
    }

    private Segment counted(Segment.Image image) {
        int times = shown.get(((ImageSource.Address) image.source()).url());
        return new Segment.Image(image.source(), image.alt(), image.context().withRepeats(times));
    }

    private void endText() {
        String words = text.toString()
                .lines()
                .map(line -> SPACES.matcher(line).replaceAll(" ").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
        text.setLength(0);
        if (!words.isEmpty()) {
            segments.add(new Segment.Text(words));
        }
    }
}
