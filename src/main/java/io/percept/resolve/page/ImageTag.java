package io.percept.resolve.page;

import io.percept.contract.SkippedImage.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/** What an {@code img} element says of its image besides the address. Without state and thread-safe. */
final class ImageTag {

    private static final Pattern DRAWING = Pattern.compile("\\.svg|data:image/svg", Pattern.CASE_INSENSITIVE);
    private static final Pattern FEW_PIXELS = Pattern.compile("([0-9]{1,2})(?:px)?", Pattern.CASE_INSENSITIVE);

    private ImageTag() {}

    /** Why the element's own words say that it is not for looking at: a spacer, an icon or a counter, or hidden. */
    static Optional<Reason> decoration(Element img) {
        if (img.hasAttr("hidden") || Unshown.byStyle(img)) {
            return Optional.of(Reason.HIDDEN);
        }
        if (img.attr("aria-hidden").equals("true")
                || img.attr("role").equals("presentation")
                || img.attr("role").equals("none")) {
            return Optional.of(Reason.PRESENTATION);
        }
        return small(img.attr("width")) || small(img.attr("height")) ? Optional.of(Reason.SPACER) : Optional.empty();
    }

    /** The address as it stands in the element, for the record. */
    static String declared(Element img) {
        String source = img.attr("src").strip();
        return source.regionMatches(true, 0, "data:", 0, 5) ? "" : source;
    }

    /** Why an element has no address that could be fetched. */
    static Reason whyNoAddress(Element img) {
        return isDrawing(img) ? Reason.SVG : Reason.NO_ADDRESS;
    }

    /** Whether a reader may look at it as a picture: it is neither decoration nor a drawing. */
    static boolean isPicture(Element img) {
        return decoration(img).isEmpty() && !isDrawing(img);
    }

    private static boolean isDrawing(Element img) {
        return Stream.of("src", "data-src", "srcset")
                .anyMatch(name -> DRAWING.matcher(img.attr(name)).find());
    }

    private static boolean small(String length) {
        Matcher pixels = FEW_PIXELS.matcher(length.strip());
        return pixels.matches() && Integer.parseInt(pixels.group(1)) < 32;
    }
}
