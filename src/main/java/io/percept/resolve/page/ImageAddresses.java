package io.percept.resolve.page;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * Finds the addresses of the images that the {@code img} elements of one page show, as a browser with scripts would. Not
 * thread-safe.
 */
final class ImageAddresses {

    /** Where scripts that load images late keep the address or the set of addresses. */
    private static final List<String> LAZY_SETS = List.of("data-srcset", "data-lazy-srcset");

    private static final List<String> LAZY_SOURCES =
            List.of("data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src", "data-original-src");

    /** Types that are not decoded here, such as AVIF, have a fallback further down. */
    private static final Pattern READABLE = Pattern.compile("image/(png|jpeg|webp|gif|bmp)", Pattern.CASE_INSENSITIVE);

    private static final Pattern FETCHABLE = Pattern.compile("https?:|data:image/", Pattern.CASE_INSENSITIVE);
    private static final Pattern STAND_IN = Pattern.compile("about:|blob:|data:image/svg", Pattern.CASE_INSENSITIVE);

    private final PageBase base;
    private final int width;

    /** What each picture element offers: a page may put all of its images into one, with as many sources. */
    private final Map<Element, Optional<String>> pictures = new IdentityHashMap<>();

    /** @param width pixels across that are enough; of a set the smallest image that has them is taken */
    ImageAddresses(PageBase base, int width) {
        this.base = base;
        this.width = width;
    }

    /** The best address of an {@code img} element. Those that it names are read one by one, up to the first that will do. */
    Optional<String> of(Element img) {
        return Stream.concat(late(img), plain(img))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(address -> !address.isEmpty() && !placeholder(address))
                .map(this::absolute)
                .filter(ImageAddresses::fetchable)
                .findFirst();
    }

    private Stream<Optional<String>> late(Element img) {
        Stream<Optional<String>> sets = LAZY_SETS.stream().map(name -> Srcset.choose(img.attr(name), width));
        Stream<Optional<String>> sources =
                LAZY_SOURCES.stream().map(name -> Optional.of(img.attr(name)).filter(value -> !flag(value)));
        return Stream.concat(sets, sources);
    }

    private Stream<Optional<String>> plain(Element img) {
        Stream<Optional<String>> picture = Stream.of(img).map(this::fromPicture);
        Stream<Optional<String>> set = Stream.of(img).map(shown -> Srcset.choose(shown.attr("srcset"), width));
        Stream<Optional<String>> source = Stream.of(img).map(shown -> Optional.of(shown.attr("src")));
        return Stream.concat(picture, Stream.concat(set, source));
    }

    private Optional<String> fromPicture(Element img) {
        Element parent = img.parent();
        return parent == null || !parent.normalName().equals("picture")
                ? Optional.empty()
                : pictures.computeIfAbsent(parent, this::fromSources);
    }

    private Optional<String> fromSources(Element picture) {
        for (Element source : picture.children()) {
            if (!source.normalName().equals("source")) {
                continue;
            }
            String type = source.attr("type");
            String set = source.hasAttr("srcset") ? source.attr("srcset") : source.attr("data-srcset");
            boolean readable = type.isEmpty() || READABLE.matcher(type).matches();
            Optional<String> chosen = readable ? Srcset.choose(set, width) : Optional.empty();
            if (chosen.isPresent()) {
                return chosen;
            }
        }
        return Optional.empty();
    }

    /** Pages stand in a tiny data URL until the image is loaded. */
    private static boolean placeholder(String address) {
        return STAND_IN.matcher(address).lookingAt() || isData(address) && address.length() < 200;
    }

    /** Some scripts keep the address in one attribute and a switch or a number in another, which others have the address in. */
    private static boolean flag(String value) {
        String word = value.strip();
        return word.equalsIgnoreCase("true")
                || word.equalsIgnoreCase("false")
                || word.equalsIgnoreCase("lazy")
                || word.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }

    private String absolute(String address) {
        return isData(address) ? address : base.resolve(address);
    }

    private static boolean fetchable(String address) {
        return !drawing(address) && FETCHABLE.matcher(address).lookingAt();
    }

    /** Whether an address, up to its query or fragment, ends as those of drawings do. */
    private static boolean drawing(String address) {
        int end = 0;
        while (end < address.length() && address.charAt(end) != '?' && address.charAt(end) != '#') {
            end++;
        }
        return address.regionMatches(true, end - 4, ".svg", 0, 4);
    }

    private static boolean isData(String address) {
        return address.regionMatches(true, 0, "data:", 0, 5);
    }
}
