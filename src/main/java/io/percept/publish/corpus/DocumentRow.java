package io.percept.publish.corpus;

import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.InterleavedDocument.Piece;
import io.percept.contract.InterleavedDocument.TextPiece;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/**
 * A document as a row of a Parquet file; column names are these in snake case. What does not apply is null.
 *
 * @param filtered what each filter dropped, by its name
 */
public record DocumentRow(
        String id,
        String source,
        Instant time,
        String url,
        String title,
        String language,
        List<PieceRow> pieces,
        Map<String, Integer> filtered,
        List<SkippedRow> skipped,
        Map<String, String> attributes) {

    /** A text or an image, whichever is not null, and who said it when. */
    public record PieceRow(String text, ImageRow image, String speaker, Instant time) {}

    /** @param content the encoded image, or null where its address is enough */
    public record ImageRow(
            String url,
            String sha256,
            String mediaType,
            int width,
            int height,
            int frames,
            String alt,
            String caption,
            String heading,
            String role,
            String target,
            Binary content) {}

    /** An image that was left out. */
    public record SkippedRow(String reason, String address, String alt, String detail) {}

    static DocumentRow of(InterleavedDocument document) {
        return new DocumentRow(
                document.id(),
                document.source(),
                document.time(),
                orNull(document.url()),
                orNull(document.title()),
                orNull(document.language()),
                document.pieces().stream().map(DocumentRow::piece).toList(),
                document.record().filtered(),
                document.record().skipped().stream()
                        .map(image -> new SkippedRow(
                                image.reason().code(),
                                orNull(image.address()),
                                orNull(image.alt()),
                                orNull(image.detail())))
                        .toList(),
                document.attributes());
    }

    private static PieceRow piece(Piece piece) {
        String speaker = orNull(piece.speaker());
        Instant time = piece.time().orElse(null);
        return switch (piece) {
            case TextPiece text -> new PieceRow(text.text(), null, speaker, time);
            case PicturePiece picture -> new PieceRow(null, image(picture), speaker, time);
        };
    }

    private static ImageRow image(PicturePiece picture) {
        return new ImageRow(
                orNull(picture.url()),
                picture.sha256(),
                picture.mediaType(),
                picture.width(),
                picture.height(),
                picture.frames(),
                orNull(picture.alt()),
                orNull(picture.context().caption()),
                orNull(picture.context().heading()),
                orNull(picture.context().role()),
                orNull(picture.context().target()),
                picture.content().map(Binary::fromConstantByteArray).orElse(null));
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
