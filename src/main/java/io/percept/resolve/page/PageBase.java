package io.percept.resolve.page;

import io.percept.contract.Segment;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.internal.StringUtil;
import org.jsoup.nodes.Document;

/**
 * What the references of a page are relative to: its {@code base} element, else its own address. It is read once for all of them
 * and is bounded as they are, for to resolve one costs the length of both, and the square where they go up and down. Immutable
 * and thread-safe.
 */
final class PageBase {

    /** Longest address of a page; one with a longer one is read as a page without. */
    private static final int MAX_BASE = 4_000;

    /** Longest reference; a longer one is not fetched. */
    private static final int MAX_REFERENCE = 8_192;

    /** Most steps {@code ../} and {@code ./}: for each the whole address is copied, or a pattern goes one call deeper. */
    private static final int MAX_STEPS = 200;

    private static final Pattern BASE = Pattern.compile("<base(?=[\\s/>])", Pattern.CASE_INSENSITIVE);

    /** A whole tag, or text that looks like one, whose address is too short to cost anything. */
    private static final Pattern HARMLESS = Pattern.compile(
            "<base(?:\\s++[a-z-]++(?:\\s*+=\\s*+(?:\"[^\">]{0,500}+\"|'[^'>]{0,500}+'|[^\\s\"'>=]{1,500}+))?+){0,4}+\\s*+/?+>",
            Pattern.CASE_INSENSITIVE);

    /** An element that jsoup takes for what it takes a base for, empty and in the head, and that has no href of its own. */
    private static final String STAND_IN = "bgsound";

    private final Optional<URL> address;

    private PageBase(Optional<URL> address) {
        this.address = address;
    }

    /**
     * A page with another name for base elements that may be long: jsoup would resolve them while it reads the page, however long they
     * are. Others keep theirs, as do texts that speak of one.
     */
    static String masked(String html) {
        Matcher harmless = HARMLESS.matcher(html);
        return BASE.matcher(html)
                .replaceAll(base ->
                        harmless.region(base.start(), html.length()).lookingAt() ? base.group() : "<" + STAND_IN);
    }

    /**
     * The base of a page.
     *
     * @param document the page as it was parsed without an address, its base elements {@link #masked}
     */
    static PageBase of(Segment.Page page, Document document) {
        PageBase own = new PageBase(url(page.url()));
        Optional<URL> declared = document.select("base[href], " + STAND_IN + "[href]").stream()
                .map(element -> own.resolve(element.attr("href")))
                .flatMap(reference -> url(reference).stream())
                .findFirst();
        return declared.isPresent() ? new PageBase(declared) : own;
    }

    /**
     * An absolute address.
     *
     * @return empty where the reference leads nowhere or is too long
     */
    String resolve(String reference) {
        if (reference.length() > MAX_REFERENCE || wanders(reference)) {
            return "";
        }
        if (address.isPresent()) {
            try {
                return StringUtil.resolve(address.get(), reference).toExternalForm();
            } catch (MalformedURLException e) {
                // It may be of a scheme that Java does not know, such as tel:, and is then taken as it is.
                return StringUtil.resolve("", reference);
            }
        }
        return StringUtil.resolve("", reference);
    }

    /** Through URL, for URI does not take all that pages have for addresses. */
    @SuppressWarnings("deprecation")
    private static Optional<URL> url(String address) {
        if (address.isBlank() || address.length() > MAX_BASE || wanders(address)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URL(StringUtil.resolve("", address)));
        } catch (MalformedURLException e) {
            // References to it lead nowhere, and the page is read as one without an address.
            return Optional.empty();
        }
    }

    /** Control signs do not count: jsoup takes them out, and what they held apart makes a step. */
    private static boolean wanders(String address) {
        int steps = 0;
        char before = 0;
        for (int at = 0; at < address.length(); at++) {
            char sign = address.charAt(at);
            if (sign >= ' ') {
                steps += before == '.' && sign == '/' ? 1 : 0;
                before = sign;
            }
        }
        return steps > MAX_STEPS;
    }
}
