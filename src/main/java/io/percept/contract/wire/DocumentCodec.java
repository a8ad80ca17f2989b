package io.percept.contract.wire;

import com.google.protobuf.ByteString;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.InterleavedDocument.Piece;
import io.percept.contract.InterleavedDocument.TextPiece;
import io.percept.contract.v1.DocumentImage;

/** Writes interleaved documents in protobuf or its JSON mapping. Stateless. */
public final class DocumentCodec {

    private DocumentCodec() {}

    /**
     * @param encoding protobuf or JSON, which has no line feed
     * @throws io.percept.contract.PerceptException where the encoding cannot hold the document
     */
    public static byte[] write(InterleavedDocument document, Encoding encoding) {
        var message = message(document);
        try {
            return encoding == Encoding.PROTOBUF ? message.toByteArray() : ProtobufJson.bytes(message);
        } catch (IllegalArgumentException e) {
            throw InvalidEnvelope.of(
                    "Event %s: its document cannot be written in JSON (%s): correct that value and send the event again."
                            .formatted(InvalidEnvelope.quoted(document.id()), e.getMessage()),
                    e);
        }
    }

    private static io.percept.contract.v1.InterleavedDocument message(InterleavedDocument document) {
        var message = io.percept.contract.v1.InterleavedDocument.newBuilder()
                .setId(document.id())
                .setSource(document.source())
                .setTime(EventWriter.timestamp(document.time()))
                .setUrl(document.url())
                .setTitle(document.title())
                .setLanguage(document.language())
                .setRecord(DocumentWriter.record(document.record()))
                .putAllAttributes(document.attributes());
        document.pieces().forEach(piece -> message.addPieces(piece(piece)));
        return message.build();
    }

    private static io.percept.contract.v1.Piece piece(Piece piece) {
        var message = io.percept.contract.v1.Piece.newBuilder().setSpeaker(piece.speaker());
        piece.time().ifPresent(time -> message.setTime(EventWriter.timestamp(time)));
        switch (piece) {
            case TextPiece text -> message.setText(text.text());
            case PicturePiece picture -> message.setImage(image(picture));
        }
        return message.build();
    }

    private static DocumentImage image(PicturePiece picture) {
        var message = DocumentImage.newBuilder()
                .setUrl(picture.url())
                .setSha256(picture.sha256())
                .setMediaType(picture.mediaType())
                .setWidth(picture.width())
                .setHeight(picture.height())
                .setFrames(picture.frames())
                .setAlt(picture.alt())
                .setContext(DocumentWriter.context(picture.context()));
        picture.content().ifPresent(content -> message.setContent(ByteString.copyFrom(content)));
        return message.build();
    }
}
