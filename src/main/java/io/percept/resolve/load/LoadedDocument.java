package io.percept.resolve.load;

import io.percept.contract.DocumentRecord;
import java.util.List;
import java.util.Optional;

/**
 * An event's texts and images in reading order, with every image loaded. Immutable.
 *
 * @param pieces texts and pictures
 * @param page address and title, where the event is one page
 * @param record what became of the rest
 */
public record LoadedDocument(List<Piece> pieces, Optional<PageName> page, DocumentRecord record) {

    /** Where a page is, and what it is called; either may be empty. */
    public record PageName(String url, String title) {}

    public LoadedDocument {
        pieces = List.copyOf(pieces);
    }

    /** Its pictures in order. */
    public List<Piece.Picture> pictures() {
        return pieces.stream()
                .filter(Piece.Picture.class::isInstance)
                .map(Piece.Picture.class::cast)
                .toList();
    }

    /** Its texts, one below another. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Text words) {
                text.append(words.text()).append('\n');
            }
        }
        return text.toString();
    }

    /** The same document with other pieces. */
    public LoadedDocument with(List<Piece> others, DocumentRecord newRecord) {
        return new LoadedDocument(others, page, newRecord);
    }
}
