package io.percept.worker;

import io.percept.engine.KeyValueCache;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenSequence;
import io.percept.worker.PrefixComputer.Computed;
import io.percept.worker.PrefixShelf.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which jobs share the work on the beginning of their sequences, and has that work done.
 *
 * <ul>
 *   <li>A stem, the worked examples before many documents, is computed by itself and kept apart, where documents that come
 *       and go do not drive it out.
 *   <li>A prefix, stem and document, is computed by itself where several jobs begin with it.
 *   <li>A job that is alone with its prefix is computed in one go, from its stem on: that is cheaper.
 * </ul>
 *
 * For the scheduler's thread only.
 */
final class PrefixSharing implements AutoCloseable {

    private final PrefixShelf prefixes;
    private final PrefixShelf stems;
    private final PrefixComputer computer;
    private final int queries;
    private final long bytesPerToken;
    private final WorkerListener listener;
    /** How much was computed of places in this round, until a job begins on them. */
    private final Map<Place, Integer> fresh = new HashMap<>();

    private long heldBytes;

    /**
     * @param stems closed with this, as is the other shelf
     * @param bytesPerToken of keys and values
     */
    PrefixSharing(
            PrefixShelf prefixes,
            PrefixShelf stems,
            PrefixComputer computer,
            int queries,
            long bytesPerToken,
            WorkerListener listener) {
        this.prefixes = prefixes;
        this.stems = stems;
        this.computer = computer;
        this.queries = queries;
        this.bytesPerToken = bytesPerToken;
        this.listener = listener;
    }

    /** Whether a prefix is there. It is not kept for that. */
    boolean holds(TokenSequence prefix) {
        return prefixes.holds(prefix);
    }

    /** What is left to compute of each job. To be called once a round. */
    List<Prompt> prompts(List<Job> jobs) {
        Map<TokenSequence, List<Job>> byPrefix = new LinkedHashMap<>();
        jobs.forEach(job -> byPrefix.computeIfAbsent(job.plan().prefix(), prefix -> new ArrayList<>())
                .add(job));
        Map<TokenSequence, Place> known = new HashMap<>();
        List<Job> unknown = new ArrayList<>();
        byPrefix.forEach((prefix, sharers) -> prefixes.find(prefix)
                .ifPresentOrElse(place -> known.put(prefix, place), () -> unknown.add(sharers.getFirst())));
        Map<TokenSequence, Place> stemsOf = stems(unknown);
        List<Job> shared = unknown.stream()
                .filter(job -> byPrefix.get(job.plan().prefix()).size() > 1 || job.prefixShared())
                .toList();
        known.putAll(noted(computer.prefixes(prefixes, shared, stemsOf)));
        return prompts(jobs, known, stemsOf);
    }

    private List<Prompt> prompts(List<Job> jobs, Map<TokenSequence, Place> known, Map<TokenSequence, Place> stemsOf) {
        List<Prompt> prompts = new ArrayList<>(jobs.size());
        int shared = 0;
        int saved = 0;
        for (Job job : jobs) {
            TokenSequence prefix = job.plan().prefix();
            Place stem = stemsOf.get(prefix.stem());
            Prompt prompt = prompt(job, known.get(prefix), stem);
            prompts.add(prompt);
            int savedByOne = savedBy(prompt, stem);
            shared += savedByOne > 0 ? 1 : 0;
            saved += savedByOne;
        }
        if (shared > 0) {
            listener.prefixShared(shared, saved);
        }
        return prompts;
    }

    private Prompt prompt(Job job, Place prefix, Place stem) {
        if (prefix != null && job.plan().prompt().length() > 0) {
            return Prompt.after(prefix, job);
        }
        boolean more = job.plan().length() > job.plan().prefix().stem().length();
        return stem != null && more ? Prompt.afterStem(stem, job, queries) : Prompt.whole(job, queries);
    }

    /** What a job did not need computed. What is new in this round was computed for the first that begins on it. */
    private int savedBy(Prompt prompt, Place stem) {
        int computed = prompt.prefix().map(this::firstUse).orElse(0);
        boolean afterStem = computed > 0 && computed < prompt.past();
        return prompt.past() - computed - (afterStem ? firstUse(stem) : 0);
    }

    /** What was computed of a place in this round; 0 where another job began on it before. */
    private int firstUse(Place place) {
        Integer computed = fresh.remove(place);
        return computed == null ? 0 : computed;
    }

    /** The places of what was computed now, which is noted as that. */
    private Map<TokenSequence, Place> noted(Map<TokenSequence, Computed> computed) {
        Map<TokenSequence, Place> places = new HashMap<>();
        computed.forEach((sequence, each) -> {
            places.put(sequence, each.place());
            fresh.put(each.place(), each.tokens());
        });
        return places;
    }

    /** The stems of jobs whose prefix is not there: found, or computed now. */
    private Map<TokenSequence, Place> stems(List<Job> jobs) {
        Map<TokenSequence, Place> places = new HashMap<>();
        Map<TokenSequence, Job> missing = new LinkedHashMap<>();
        for (Job job : jobs) {
            TokenSequence stem = job.plan().prefix().stem();
            if (stem.length() > 0) {
                Optional<Place> place = stems.find(stem);
                place.ifPresent(found -> places.put(stem, found));
                boolean first = place.isEmpty() && missing.putIfAbsent(stem, job) == null;
                listener.examplesAsked(!first);
            }
        }
        if (!missing.isEmpty()) {
            places.putAll(noted(computer.stems(stems, List.copyOf(missing.values()))));
            tellHeld();
        }
        return places;
    }

    private void tellHeld() {
        long now = stems.tokens() * bytesPerToken;
        listener.examplesHeld(now - heldBytes);
        heldBytes = now;
    }

    /** Keeps the prefix of a prompt that was computed in one go: a copy is cheap, and images do come again. */
    void offer(Prompt prompt, KeyValueCache cache, int row) {
        TokenSequence prefix = prompt.job().plan().prefix();
        if (prompt.past() < prefix.length()) {
            keep(prefix, cache, row);
        }
    }

    /**
     * Keeps the prefix of a generation that has ended, where a plan with the same prefix follows: others may have driven it
     * out meanwhile, and the follower is on its way.
     */
    void keepForFollower(Sequence ended, KeyValueCache cache) {
        TokenSequence prefix = ended.job().plan().prefix();
        boolean followed = ended.job().plan() instanceof GenerationPlan plan && plan.followed();
        if (followed) {
            keep(prefix, cache, ended.row());
        }
    }

    private void keep(TokenSequence prefix, KeyValueCache cache, int row) {
        if (prefixes.find(prefix).isEmpty()) {
            prefixes.reserve(prefix)
                    .ifPresent(place -> place.cache().copyRow(cache, row, place.row(), prefix.length()));
        }
    }

    /** Forgets everything. */
    void clear() {
        prefixes.clear();
        stems.clear();
        tellHeld();
    }

    void endRound() {
        prefixes.endRound();
        stems.endRound();
        fresh.clear();
    }

    @Override
    public void close() {
        prefixes.close();
        stems.close();
    }
}
