package io.percept.resolve.page;

import io.percept.contract.SkippedImage.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Finds the address of the image that an {@code img} element shows, as a browser with scripts would. */
final class ImageTag {

    /** Where scripts that load images late keep the address or the set of addresses. */
    private static final List<String> LAZY_SETS = List.of("data-srcset", "data-lazy-srcset");

    private static final List<String> LAZY_SOURCES =
            List.of("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-original-src");

    private ImageTag() {}

    /**
     * The best address.
     *
     * @param width pixels across that are enough; of a set the smallest image that has them is taken
     */
    static Optional<String> address(Element img, int width) {
        List<Optional<String>> found = new ArrayList<>();
        LAZY_SETS.forEach(name -> found.add(Srcset.choose(img.attr(name), width)));
        LAZY_SOURCES.forEach(name -> found.add(Optional.of(img.attr(name)).filter(value -> !flag(value))));
        found.add(fromPicture(img, width));
        found.add(Srcset.choose(img.attr("srcset"), width));
        found.add(Optional.of(img.attr("src")));
        return found.stream()
                .flatMap(Optional::stream)
                .filter(address -> !address.isBlank() && !placeholder(address))
                .map(address -> absolute(img, address.strip()))
                .filter(ImageTag::fetchable)
                .findFirst();
    }

    private static Optional<String> fromPicture(Element img, int width) {
        Element parent = img.parent();
        if (parent == null || !parent.normalName().equals("picture")) {
            return Optional.empty();
        }
        for (Element source : parent.select("> source")) {
            String type = source.attr("type").toLowerCase(Locale.ROOT);
            String set = source.hasAttr("srcset") ? source.attr("srcset") : source.attr("data-srcset");
            // Types that are not decoded here, such as AVIF, have a fallback further down.
            boolean readable = type.isEmpty() || type.matches("image/(png|jpeg|webp|gif|bmp)");
            Optional<String> chosen = readable ? Srcset.choose(set, width) : Optional.empty();
            if (chosen.isPresent()) {
                return chosen;
            }
        }
        return Optional.empty();
    }

    /** Why the element's own words say that it is not for looking at: a spacer, an icon or a counter, or hidden. */
    static Optional<Reason> decoration(Element img) {
        if (img.hasAttr("hidden")
                || img.attr("style").replace(" ", "").toLowerCase(Locale.ROOT).contains("display:none")) {
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
        String all = (img.attr("src") + ' ' + img.attr("data-src") + ' ' + img.attr("srcset")).toLowerCase(Locale.ROOT);
        return all.contains(".svg") || all.contains("data:image/svg") ? Reason.SVG : Reason.NO_ADDRESS;
    }

    private static boolean small(String length) {
        String digits = length.strip().toLowerCase(Locale.ROOT).replaceFirst("px$", "");
        return digits.matches("[0-9]{1,2}") && Integer.parseInt(digits) < 32;
    }

    /** Pages stand in a tiny data URL until the image is loaded. */
    private static boolean placeholder(String address) {
        String start = address.strip().toLowerCase(Locale.ROOT);
        return start.startsWith("data:") && (start.length() < 200 || start.startsWith("data:image/svg"))
                || start.startsWith("about:")
                || start.startsWith("blob:");
    }

    /** Some scripts keep the address in one attribute and a switch or a number in another, which others have the address in. */
    private static boolean flag(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return word.equals("true")
                || word.equals("false")
                || word.equals("lazy")
                || word.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    private static String absolute(Element img, String address) {
        if (address.regionMatches(true, 0, "data:", 0, 5)) {
            return address;
        }
        return org.jsoup.internal.StringUtil.resolve(img.baseUri(), address);
    }

    private static boolean fetchable(String address) {
        String start = address.toLowerCase(Locale.ROOT);
        boolean drawing = path(start).endsWith(".svg");
        return !drawing && (start.startsWith("http:") || start.startsWith("https:") || start.startsWith("data:image/"));
    }

    /** An address up to its query or fragment. */
    private static String path(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) == '?' || address.charAt(i) == '#') {
                return address.substring(0, i);
            }
        }
        return address;
    }
}
