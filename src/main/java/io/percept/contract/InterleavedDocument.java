package io.percept.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cleaned document of texts and images in reading order, for a corpus. Immutable.
 *
 * @param id of the event or file that it was made of
 * @param source of the event or file
 * @param url of the page, where it is one, else empty
 * @param title of the page, or empty
 * @param language ISO 639-1, or empty where it was not asked for or cannot be told
 * @param record what became of the rest
 */
public record InterleavedDocument(
        String id,
        String source,
        Instant time,
        String url,
        String title,
        String language,
        List<Piece> pieces,
        DocumentRecord record,
        Map<String, String> attributes) {

    public InterleavedDocument {
        pieces = List.copyOf(pieces);
        attributes = Map.copyOf(attributes);
    }

    /** The same document without the bytes of its images. */
    public InterleavedDocument withoutContent() {
        List<Piece> light = pieces.stream()
                .map(piece -> piece instanceof PicturePiece picture ? picture.withoutContent() : piece)
                .toList();
        return new InterleavedDocument(id, source, time, url, title, language, light, record, attributes);
    }

    /** A text or an image. */
    public sealed interface Piece {

        /** Who said it in a chat, or empty. */
        String speaker();

        /** When it was said. */
        Optional<Instant> time();
    }

    /** @param text with paragraphs separated by line feeds */
    public record TextPiece(String text, String speaker, Optional<Instant> time) implements Piece {}

    /**
     * An image.
     *
     * @param url where it was fetched; empty where it came with the event
     * @param sha256 of the encoded image, hexadecimal
     * @param width in pixels, upright
     * @param height in pixels, upright
     * @param frames of an animated image; 1 for a still one
     * @param alt its alternative text, or empty
     * @param content the encoded image, where it has no address or the bytes are wanted; not to be changed
     */
    public record PicturePiece(
            String url,
            String sha256,
            String mediaType,
            int width,
            int height,
            int frames,
            String alt,
            ImageContext context,
            Optional<byte[]> content,
            String speaker,
            Optional<Instant> time)
            implements Piece {

        PicturePiece withoutContent() {
            return new PicturePiece(
                    url, sha256, mediaType, width, height, frames, alt, context, Optional.empty(), speaker, time);
        }
    }
}
