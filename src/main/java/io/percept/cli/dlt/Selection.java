package io.percept.cli.dlt;

import io.percept.publish.DeadLetter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The letters that are to be replayed: each once, and none that was replayed before. Not thread-safe. */
final class Selection {

    private final ReplayedLetters replayed;
    private final boolean again;
    private final int limit;
    private final SortedSet<PartitionOffset> places = new TreeSet<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> codes = new TreeMap<>();
    private int replayedBefore;
    private int duplicates;

    /** @param again whether those that were replayed before are meant too */
    Selection(ReplayedLetters replayed, boolean again, int limit) {
        this.replayed = replayed;
        this.again = again;
        this.limit = limit;
    }

    void add(DeadLetter letter) {
        if (places.size() == limit) {
            return;
        }
        if (!again && !replayed.isOpen(letter.id())) {
            replayedBefore++;
        } else if (!ids.add(letter.id())) {
            duplicates++;
        } else {
            places.add(PartitionOffset.of(letter));
            codes.merge(Printable.line(letter.code()), 1, Integer::sum);
        }
    }

    SortedSet<PartitionOffset> places() {
        return places;
    }

    @Override
    public String toString() {
        String kinds = codes.entrySet().stream()
                .map(code -> code.getValue() + " " + code.getKey())
                .collect(Collectors.joining(", ", " (", ")"));
        return "%d letters%s; left out: %d replayed before, %d duplicates"
                .formatted(places.size(), codes.isEmpty() ? "" : kinds, replayedBefore, duplicates);
    }
}
