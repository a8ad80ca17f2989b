package io.percept.resolve.load;

import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.resolve.fetch.ShownAddress;
import io.percept.resolve.load.Outline.Slot;
import io.percept.vision.PreparedFrames;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Gets the bytes of images, by address or as they came, and prepares them. Immutable and thread-safe. */
public final class ImageLoader {

    /** Fetches the bytes at an http or https address; {@code GuardedFetcher::fetch} in the service. */
    public interface Fetcher {
        CompletableFuture<byte[]> fetch(String url);
    }

    /** Decodes and resizes the bytes of an image; {@code ImageDecodePool::prepare} in the service. */
    public interface Preparer {
        /** @param priority higher goes first; 0 is normal */
        CompletableFuture<PreparedFrames> prepare(byte[] bytes, int priority);
    }

    private final Fetcher fetcher;
    private final Preparer preparer;
    private final FetchPlaces fetched;
    private final boolean keepsFiles;

    /**
     * @param fetched bounds the images that are being fetched or wait fetched for the preparer
     * @param keepsFiles whether the encoded images are wanted besides their pixels
     */
    public ImageLoader(Fetcher fetcher, Preparer preparer, FetchPlaces fetched, boolean keepsFiles) {
        this.fetcher = fetcher;
        this.preparer = preparer;
        this.fetched = fetched;
        this.keepsFiles = keepsFiles;
    }

    /** One image on its own, with normal priority. */
    public CompletableFuture<PreparedFrames> load(ImageSource source) {
        return load(source, 0, () -> {}, (file, frames) -> frames, new CompletableFuture<>());
    }

    /**
     * An image of a document.
     *
     * @param number in the document, from 1, for messages
     * @param files of the document
     * @param end of whoever wants it: an image whose fetching has not begun by then is not fetched
     */
    CompletableFuture<Piece> load(
            Slot.Wanted wanted, int number, int priority, MissingFiles files, CompletableFuture<?> end) {
        return this.<Piece>load(
                        wanted.image().source(),
                        priority,
                        files::oneIsHere,
                        (file, frames) -> new Piece.Picture(
                                wanted.image(),
                                frames,
                                keepsFiles ? Optional.of(file) : Optional.empty(),
                                wanted.turn()),
                        end)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(named(wanted.image(), number, failure)));
    }

    private <T> CompletableFuture<T> load(
            ImageSource source,
            int priority,
            Runnable here,
            BiFunction<byte[], PreparedFrames, T> made,
            CompletableFuture<?> end) {
        return switch (source) {
            case ImageSource.Content content -> prepare(content.bytes(), priority, here, made);
            case ImageSource.Address address -> DataUrl.matches(address.url())
                    ? fromDataUrl(address.url()).thenCompose(file -> prepare(file, priority, here, made))
                    : fetched.run(
                            address.url(),
                            () -> fetcher.fetch(address.url()).thenCompose(file -> prepare(file, priority, here, made)),
                            end);
        };
    }

    private <T> CompletableFuture<T> prepare(
            byte[] file, int priority, Runnable here, BiFunction<byte[], PreparedFrames, T> made) {
        here.run();
        return preparer.prepare(file, priority).thenApply(frames -> made.apply(file, frames));
    }

    private static CompletableFuture<byte[]> fromDataUrl(String url) {
        try {
            return CompletableFuture.completedFuture(DataUrl.bytes(url));
        } catch (PerceptException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static PerceptException named(Segment.Image image, int number, Throwable failure) {
        PerceptException known = PerceptException.of(failure);
        String address = address(image);
        String place = address.isEmpty()
                ? "image " + number + ": "
                : "image " + number + " (" + ShownAddress.of(address) + "): ";
        return known.saying(place + known.getMessage());
    }

    /** Where an image is to be fetched; empty where it came with the event. */
    static String address(Segment.Image image) {
        return image.source() instanceof ImageSource.Address address && !DataUrl.matches(address.url())
                ? address.url()
                : "";
    }
}
