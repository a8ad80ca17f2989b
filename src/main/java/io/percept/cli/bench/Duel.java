package io.percept.cli.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Contenders side by side: each is warmed up, then they take turns round by round, and each round begins with another one, so that
 * a machine that is busy now and then is so for all of them. A ratio is taken within each round, and the median over the rounds.
 */
final class Duel {

    private final Map<String, List<Measured>> rounds = new LinkedHashMap<>();

    /**
     * What a contender does, and on which workload where they differ.
     *
     * @param share of the events of a round that it gets
     */
    record Entry(String name, Contender contender, Workload workload, double share) {

        static Entry of(Contender contender, Workload workload) {
            return new Entry(contender.name(), contender, workload, 1);
        }

        /** With fewer events in a round: for one that takes long and has nothing to fill first. */
        Entry withShare(double ofEvents) {
            return new Entry(name, contender, workload, ofEvents);
        }

        Batch batch(int events) {
            return workload.next((int) Math.max(1, Math.round(share * events)));
        }
    }

    private Duel() {}

    /**
     * @param warm events before the first round
     * @param events per round
     */
    static Duel fight(List<Entry> entries, int rounds, int warm, int events) {
        Duel duel = new Duel();
        for (Entry entry : entries) {
            entry.contender().run(entry.batch(warm));
            duel.rounds.put(entry.name(), new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < entries.size(); turn++) {
                Entry entry = entries.get((round + turn) % entries.size());
                Measured measured = entry.contender().run(entry.batch(events));
                duel.rounds.get(entry.name()).add(measured);
            }
        }
        return duel;
    }

    boolean has(String name) {
        return rounds.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(rounds.keySet());
    }

    /** Events a second. */
    Spread rate(String name) {
        return Spread.of(rounds.get(name).stream().map(Measured::perSecond).toList());
    }

    /** Events a second of one ÷ those of the other. */
    Spread ratio(String name, String to) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds.get(name).size(); round++) {
            ratios.add(rounds.get(name).get(round).perSecond()
                    / rounds.get(to).get(round).perSecond());
        }
        return Spread.of(ratios);
    }

    Spread perEvent(String name, ToDoubleFunction<Measured> value) {
        return Spread.of(rounds.get(name).stream()
                .map(each -> value.applyAsDouble(each) / each.events())
                .toList());
    }

    /** Of the time of all rounds together: what happens once in several rounds would be nothing in their median. */
    double share(String name, ToDoubleFunction<Measured> seconds) {
        List<Measured> all = rounds.get(name);
        return all.stream().mapToDouble(seconds).sum()
                / all.stream().mapToDouble(Measured::seconds).sum();
    }

    /** What it took per event over all rounds. */
    Profile profile(String name) {
        List<Measured> all = rounds.get(name);
        return all.stream()
                .map(Measured::profile)
                .reduce(Profile.NONE, Profile::plus)
                .per(all.stream().mapToInt(Measured::events).sum());
    }

    /** Work of the engine per event over all rounds. */
    Work work(String name) {
        Work sum = Work.NONE;
        int events = 0;
        for (Measured each : rounds.get(name)) {
            sum = sum.plus(each.work());
            events += each.events();
        }
        return sum.per(events);
    }
}
