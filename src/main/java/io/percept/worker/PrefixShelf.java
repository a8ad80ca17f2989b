package io.percept.worker;

import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import io.percept.prompt.TokenSequence;
import java.util.List;
import java.util.Optional;

/**
 * Keys and values of prefixes that several plans begin with. Those used least recently give way. For the scheduler's
 * thread only.
 */
final class PrefixShelf implements AutoCloseable {

    private static final int LEAST_ROWS = 4;

    /** Where the keys and values of a prefix are: valid until the end of the round in which it was asked for. */
    record Place(KeyValueCache cache, int row) {}

    private final List<ShelfBoard> boards;

    /**
     * @param bytesPerToken of keys and values
     * @param maxBytes shared evenly by the capacities; each has at least a few rows
     */
    PrefixShelf(TextDecoder decoder, List<Integer> capacities, long bytesPerToken, long maxBytes) {
        long each = maxBytes / capacities.size();
        this.boards = capacities.stream()
                .map(capacity -> new ShelfBoard(
                        decoder, capacity, (int) Math.max(LEAST_ROWS, each / (capacity * bytesPerToken))))
                .toList();
    }

    /** The place of a prefix that is there, which stays until the end of the round. */
    Optional<Place> find(TokenSequence prefix) {
        return board(prefix).flatMap(board -> board.find(prefix));
    }

    /**
     * A place for a prefix, to be written to at once, or forgotten. Empty if all are in use in this round.
     */
    Optional<Place> reserve(TokenSequence prefix) {
        return board(prefix).flatMap(board -> board.reserve(prefix));
    }

    /** Takes a reservation back whose keys and values could not be made. */
    void forget(TokenSequence prefix) {
        board(prefix).ifPresent(board -> board.forget(prefix));
    }

    void clear() {
        boards.forEach(ShelfBoard::clear);
    }

    /** All places may give way again. */
    void endRound() {
        boards.forEach(ShelfBoard::endRound);
    }

    private Optional<ShelfBoard> board(TokenSequence prefix) {
        return boards.stream()
                .filter(board -> board.capacity() >= prefix.length())
                .findFirst();
    }

    @Override
    public void close() {
        boards.forEach(ShelfBoard::close);
    }
}
