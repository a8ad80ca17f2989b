package io.percept.resolve;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
import io.percept.prompt.TextPart;
import io.percept.resolve.page.PageReader;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Segments to documents: pages are read, chats written out, images fetched, decoded and prepared, all images of a
 * document at once. Immutable and thread-safe.
 *
 * <p>An image that cannot be had fails the document, with one exception: a page is still a page when one of its
 * pictures is missing, so its broken images are left out as long as one other image or none was there to begin with.
 */
public final class DocumentResolver {

    /** Fetches the bytes at an http or https address; {@code GuardedFetcher::fetch} in the service. */
    public interface Fetcher {
        CompletableFuture<byte[]> fetch(String url);
    }

    private final Fetcher fetcher;
    private final Function<byte[], CompletableFuture<PreparedImage>> preparer;
    private final PageReader pages;
    private final int maxImages;

    /**
     * @param preparer decodes and resizes; {@code ImageDecodePool::prepare} in the service
     * @param maxImages that one document may hold
     */
    public DocumentResolver(
            Fetcher fetcher,
            Function<byte[], CompletableFuture<PreparedImage>> preparer,
            PageReader pages,
            int maxImages) {
        this.fetcher = fetcher;
        this.preparer = preparer;
        this.pages = pages;
        this.maxImages = maxImages;
    }

    /** The document of an event's own segments. */
    public CompletableFuture<Document> resolve(ImageEvent event) {
        return resolve(event.segments());
    }

    /**
     * The document of any segments, such as those of a task's example.
     *
     * @return fails with a {@link PerceptException} that names the image by its number
     */
    public CompletableFuture<Document> resolve(List<Segment> segments) {
        Outline outline = new Outline(pages);
        segments.forEach(outline::add);
        if (outline.images() > maxImages) {
            return CompletableFuture.failedFuture(new PerceptException(
                    ErrorCode.TOO_LONG,
                    "the document holds " + outline.images() + " images, at most " + maxImages
                            + " are taken; send fewer, or raise percept.resolve.max-images"));
        }
        List<CompletableFuture<List<Part>>> groups = new ArrayList<>();
        int number = 0;
        for (Outline.Group group : outline.groups()) {
            groups.add(group.page() ? page(group, number) : parts(group, number));
            number += group.images();
        }
        return all(groups)
                .thenApply(parts ->
                        new Document(parts.stream().flatMap(List::stream).toList()));
    }

    /** One image on its own, such as a candidate to choose from. */
    public CompletableFuture<PreparedImage> image(ImageSource source) {
        return switch (source) {
            case ImageSource.Content content -> preparer.apply(content.bytes());
            case ImageSource.Address address -> DataUrl.matches(address.url())
                    ? fromDataUrl(address.url())
                    : fetcher.fetch(address.url()).thenCompose(preparer);
        };
    }

    private CompletableFuture<PreparedImage> fromDataUrl(String url) {
        try {
            return preparer.apply(DataUrl.bytes(url));
        } catch (PerceptException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<List<Part>> parts(Outline.Group group, int imagesBefore) {
        List<CompletableFuture<Part>> parts = new ArrayList<>();
        int number = imagesBefore;
        for (Segment segment : group.segments()) {
            parts.add(
                    switch (segment) {
                        case Segment.Image image -> numbered(image, ++number);
                        case Segment.Text text -> CompletableFuture.completedFuture(new TextPart(text.text()));
                        default -> throw new IllegalStateException("an outline holds texts and images only");
                    });
        }
        return all(parts);
    }

    private CompletableFuture<List<Part>> page(Outline.Group group, int imagesBefore) {
        List<CompletableFuture<Part>> parts = new ArrayList<>();
        List<CompletableFuture<Part>> images = new ArrayList<>();
        for (Segment segment : group.segments()) {
            if (segment instanceof Segment.Image image) {
                CompletableFuture<Part> part = numbered(image, imagesBefore + images.size() + 1);
                images.add(part);
                parts.add(part.exceptionally(failure -> null));
            } else if (segment instanceof Segment.Text text) {
                parts.add(CompletableFuture.completedFuture(new TextPart(text.text())));
            }
        }
        return all(parts).thenCompose(found -> {
            List<Part> kept = found.stream().filter(Objects::nonNull).toList();
            boolean lost = !images.isEmpty() && kept.stream().noneMatch(ImagePart.class::isInstance);
            return lost ? images.getFirst().thenApply(List::of) : CompletableFuture.completedFuture(kept);
        });
    }

    private CompletableFuture<Part> numbered(Segment.Image image, int number) {
        return image(image.source())
                .<Part>thenApply(ImagePart::new)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(image, number, failure)));
    }

    private static PerceptException named(Segment.Image image, int number, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        String place = image.source() instanceof ImageSource.Address address && !DataUrl.matches(address.url())
                ? "image " + number + " (" + address.url() + "): "
                : "image " + number + ": ";
        return new PerceptException(known.code(), place + known.getMessage(), known);
    }

    /** Waits for all, so that none is left running, and then fails with the first failure if there is one. */
    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    List<T> results = new ArrayList<>();
                    futures.forEach(future -> results.add(future.join()));
                    return results;
                });
    }
}
