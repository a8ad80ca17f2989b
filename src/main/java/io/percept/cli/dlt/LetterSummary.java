package io.percept.cli.dlt;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Counts letters by code and by fault, and keeps the newest place of each partition. Not thread-safe. */
final class LetterSummary {

    /** Letters of the same fault. */
    private static final class Fault {

        private int count;
        private LetterView newest;

        private void add(LetterView letter) {
            count++;
            if (newest == null || newest.time().isBefore(letter.time())) {
                newest = letter;
            }
        }
    }

    private final Map<String, Integer> codes = new TreeMap<>();
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private final Map<Integer, Long> newest = new TreeMap<>();
    private int letters;
    private int open;

    void add(LetterView letter) {
        letters++;
        open += letter.replayedTo().isEmpty() ? 1 : 0;
        codes.merge(letter.code(), 1, Integer::sum);
        faults.computeIfAbsent(letter.stack(), stack -> new Fault()).add(letter);
        newest.merge(letter.place().partition(), letter.place().offset(), Math::max);
    }

    /** How many letters, and the newest place of each partition. */
    String line(String topic) {
        StringBuilder line = new StringBuilder(
                "%d letter%s in %s, %d not replayed".formatted(letters, letters == 1 ? "" : "s", topic, open));
        newest.forEach((partition, offset) ->
                line.append(line.indexOf("newest") < 0 ? "; newest at " : ", ").append(partition + "@" + offset));
        return line.toString();
    }

    void print(PrintWriter out) {
        out.printf("%6s  %s%n", "COUNT", "CODE");
        codes.forEach((code, count) -> out.printf("%6d  %s%n", count, code));
        out.println();
        out.printf("%6s  %-16s %-9s %s%n", "COUNT", "STACK", "NEWEST", "MESSAGE OF THE NEWEST");
        faults.entrySet().stream()
                .sorted(Comparator.comparing(fault -> -fault.getValue().count))
                .forEach(fault -> out.printf(
                        "%6d  %-16s %-9s %s%n",
                        fault.getValue().count,
                        fault.getKey(),
                        fault.getValue().newest.place(),
                        fault.getValue().newest.message()));
        out.println();
    }

    String json() {
        Map<String, Integer> stacks = new LinkedHashMap<>();
        faults.forEach((stack, fault) -> stacks.put(stack, fault.count));
        return JsonMapper.shared()
                .writeValueAsString(
                        Map.of("letters", letters, "open", open, "codes", codes, "stacks", stacks, "newest", newest));
    }
}
