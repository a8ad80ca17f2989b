package io.percept.worker;

import io.percept.engine.KeyValueCache;
import io.percept.engine.TextDecoder;
import io.percept.prompt.TokenSequence;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Keys and values of beginnings of sequences that several plans have. Those used least recently give way, but none that is
 * in use in this round. For the scheduler's thread only.
 */
final class PrefixShelf implements AutoCloseable {

    /**
     * Where the keys and values of a prefix are: valid until the end of the round in which it was asked for.
     *
     * @param length of the prefix
     */
    record Place(KeyValueCache cache, int row, int length) {}

    private final List<ShelfBoard> boards;

    /** @param rows of each capacity */
    PrefixShelf(TextDecoder decoder, List<Integer> capacities, IntUnaryOperator rows) {
        this.boards = capacities.stream()
                .map(capacity -> new ShelfBoard(decoder, capacity, rows.applyAsInt(capacity)))
                .toList();
    }

    /** Whether a prefix is there. It is not kept for that, nor is that a use of it. */
    boolean holds(TokenSequence prefix) {
        return board(prefix).filter(board -> board.holds(prefix)).isPresent();
    }

    /** The place of a prefix that is there, which stays until the end of the round. */
    Optional<Place> find(TokenSequence prefix) {
        return board(prefix).flatMap(board -> board.find(prefix));
    }

    /**
     * A place for a prefix, to be written to at once, or forgotten. Empty if all are in use in this round, or there is no memory for
     * them.
     */
    Optional<Place> reserve(TokenSequence prefix) {
        return board(prefix).flatMap(board -> board.reserve(prefix));
    }

    /** Takes a reservation back whose keys and values could not be made. */
    void forget(TokenSequence prefix) {
        board(prefix).ifPresent(board -> board.forget(prefix));
    }

    /** Tokens that the rows which hold something have room for. */
    long tokens() {
        long tokens = 0;
        for (ShelfBoard board : boards) {
            tokens += (long) board.size() * board.capacity();
        }
        return tokens;
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
