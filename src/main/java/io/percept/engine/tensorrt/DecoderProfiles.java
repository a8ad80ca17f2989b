package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CallSize;
import io.percept.engine.tensorrt.DecoderProfile.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;

/**
 * The decoder's optimisation profiles, which follow from the bundle alone, so that a plan and whoever runs it agree.
 *
 * <p>Prefills have one profile per cache capacity: the longer the prompts, the fewer go together, so that the positions of a
 * call, and with them the workspace, stay about the same. Prompts that continue have a profile for short and one for long
 * remainders. Steps have one profile per batch size of the bundle, from the size before it.
 *
 * @param profiles in the order in which the plan has them
 */
record DecoderProfiles(List<DecoderProfile> profiles) {

    DecoderProfiles {
        profiles = List.copyOf(profiles);
    }

    static DecoderProfiles of(Bundle bundle) {
        List<DecoderProfile> profiles = new ArrayList<>();
        List<Integer> capacities = bundle.cacheCapacities();
        int rows = bundle.batchProfiles().prefill().getLast();
        int longest = bundle.decoder().maxPositions();
        int shortest = Math.min(capacities.getFirst(), longest);
        for (int capacity : capacities) {
            int tokens = Math.min(capacity, longest);
            profiles.add(several(bundle, Kind.PREFILL, Math.max(1, rows * shortest / tokens), tokens, Range.fixed(1)));
        }
        Range capacity = new Range(capacities.getFirst(), capacities.getFirst(), capacities.getLast());
        profiles.add(several(bundle, Kind.EXTEND, rows, shortest, capacity));
        if (longest > shortest) {
            profiles.add(several(bundle, Kind.EXTEND, Math.max(1, rows * shortest / longest), longest, capacity));
        }
        int least = 1;
        for (int size : bundle.batchProfiles().step()) {
            Range batch = new Range(least, size, size);
            profiles.add(new DecoderProfile(Kind.STEP, batch, Range.fixed(1), capacity, batch, Range.fixed(1)));
            least = size + 1;
        }
        return new DecoderProfiles(profiles);
    }

    /** A profile of up to {@code rows} rows with up to {@code tokens} tokens each, tuned for half of either. */
    private static DecoderProfile several(Bundle bundle, Kind kind, int rows, int tokens, Range capacity) {
        int longest = bundle.decoder().maxPositions();
        int queries = bundle.image().queries();
        int often = Math.max(1, rows / 2);
        // A call may ask for every logit of one long sequence, and show one sequence full of images.
        Range wanted = new Range(1, often, Math.max(rows, longest));
        Range embeddingRows = new Range(1, (long) often * queries, Math.max((long) rows * queries, longest));
        return new DecoderProfile(
                kind,
                new Range(1, often, rows),
                new Range(1, Math.max(1, tokens / 2), tokens),
                capacity,
                wanted,
                embeddingRows);
    }

    /** The profile for a call; empty: the call must be taken apart. */
    OptionalInt choose(CallSize size, int cacheCapacity) {
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).holds(size, cacheCapacity)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The profile for steps of so many rows. */
    int stepOf(int rows) {
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).kind() == Kind.STEP && profiles.get(i).rows().holds(rows)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No profile for steps of " + rows + " rows");
    }

    /** The batch size that a step of so many rows is padded to; empty: there are too many. */
    OptionalInt stepBatch(int rows) {
        return profiles.stream()
                .filter(profile -> profile.kind() == Kind.STEP && profile.rows().holds(rows))
                .mapToInt(profile -> (int) profile.rows().max())
                .findFirst();
    }

    long mostPositions() {
        return most(DecoderProfile::positions);
    }

    long mostRows() {
        return most(profile -> profile.rows().max());
    }

    long mostWanted() {
        return most(profile -> profile.wanted().max());
    }

    long mostEmbeddingRows() {
        return most(profile -> profile.embeddingRows().max());
    }

    private long most(ToLongFunction<DecoderProfile> size) {
        return profiles.stream().mapToLong(size).max().orElseThrow();
    }

    List<Profile> shapes(Bundle bundle) {
        return profiles.stream()
                .map(profile -> profile.shapes(bundle.decoder()))
                .toList();
    }
}
