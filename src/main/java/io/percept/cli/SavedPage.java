package io.percept.cli;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A web page in a file. Images that lie beside it, as browsers save them, are taken from there; others are fetched from where
 * the page says that it is from.
 *
 * @param url the page's canonical address, or empty
 * @param html with the images that lie beside it in data URLs
 */
record SavedPage(String url, String html) {

    /** Larger ones are no images of a page. */
    private static final long LARGEST = 20L << 20;

    static SavedPage read(Path file) throws IOException {
        Document page = Jsoup.parse(file.toFile());
        Path folder = file.toAbsolutePath().normalize().getParent();
        for (Element image : page.select("img[src], source[srcset]")) {
            String name = image.normalName().equals("img") ? "src" : "srcset";
            Optional<Path> beside = beside(folder, image.attr(name));
            if (beside.isPresent()) {
                image.attr(name, dataUrl(beside.get()));
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

    /** A file in the page's folder or below; nothing above it is read. */
    private static Optional<Path> beside(Path folder, String address) throws IOException {
        try {
            String path = URLDecoder.decode(
                    address.strip().split("[?#\\s]", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
            Path file = folder.resolve(path).normalize();
            return !path.isEmpty()
                            && file.startsWith(folder)
                            && Files.isRegularFile(file)
                            && Files.size(file) <= LARGEST
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String dataUrl(Path file) throws IOException {
        // Its bytes tell what it is; the type only has to say that it is an image.
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
