package io.percept.cli;

import io.percept.resolve.page.PageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A web page in a file. Images that lie beside it, as browsers save them, are taken from there as far as there is room for them; others
 * are fetched from where the page says that it is from.
 *
 * @param url the page's canonical address, or empty
 * @param html with the images that lie beside it in data URLs
 */
record SavedPage(String url, String html) {

    /** Larger ones are no images of a page. */
    private static final long LARGEST = 20L << 20;

    /** Of the images of a page together: they are in memory several times over, in the page as it is written, read and taken apart. */
    private static final long MOST_TOGETHER = 64L << 20;

    /** Where jsoup looks for what a page says of its own characters. */
    private static final int BEGINNING = 5 << 10;

    /** First bytes of a file, which may be a mark that says in which characters the others are. */
    private static final int MARK = 4;

    /** @throws io.percept.contract.PerceptException TOO_LONG where {@link PageReader#parse} refuses the page */
    static SavedPage read(Path file) throws IOException {
        return read(file, MOST_TOGETHER);
    }

    /** @param mostTogether bytes of images that the page takes in; one that does not fit any more is left as the page names it */
    static SavedPage read(Path file, long mostTogether) throws IOException {
        Document page = PageReader.parse(text(Files.readAllBytes(file)));
        Path folder = file.toAbsolutePath().normalize().getParent();
        long room = mostTogether;
        for (Element image : page.select("img[src], source[srcset]")) {
            String name = image.normalName().equals("img") ? "src" : "srcset";
            Optional<Path> beside = beside(folder, image.attr(name), Math.min(LARGEST, room));
            if (beside.isPresent()) {
                byte[] bytes = Files.readAllBytes(beside.get());
                room -= bytes.length;
                image.attr(name, dataUrl(bytes));
                image.removeAttr("data-src").removeAttr("data-srcset");
                if (name.equals("src")) {
                    image.removeAttr("srcset");
                }
            }
        }
        Element canonical = page.selectFirst("link[rel=canonical]");
        String url = canonical == null ? page.select("meta[property=og:url]").attr("content") : canonical.attr("href");
        page.outputSettings().prettyPrint(false);
        return new SavedPage(url, page.outerHtml());
    }

    /**
     * The page in the characters that it names near its beginning, else in UTF-8. jsoup finds the name, but is given no more than the
     * beginning, and of that no letters of which a page could be made that costs it much: nothing has been seen of the bounds yet.
     */
    private static String text(byte[] page) throws IOException {
        byte[] beginning = Arrays.copyOf(page, Math.min(page.length, BEGINNING));
        for (int i = MARK; i < beginning.length; i++) {
            beginning[i] = beginning[i] < 0 ? (byte) '?' : beginning[i];
        }
        Charset charset =
                Jsoup.parse(new ByteArrayInputStream(beginning), null, "").charset();
        String text = new String(page, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A file in the page's folder or below, of at most so many bytes; nothing above it is read. */
    private static Optional<Path> beside(Path folder, String address, long mostBytes) throws IOException {
        try {
            String path = URLDecoder.decode(
                    address.strip().split("[?#\\s]", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
            Path file = folder.resolve(path).normalize();
            return !path.isEmpty()
                            && file.startsWith(folder)
                            && Files.isRegularFile(file)
                            && Files.size(file) <= mostBytes
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String dataUrl(byte[] image) {
        // Its bytes tell what it is; the type only has to say that it is an image.
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
    }
}
