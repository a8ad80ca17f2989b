package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.CallSize;
import io.percept.engine.DecoderRow;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.engine.NoNumbers;
import io.percept.engine.TextDecoder;
import io.percept.engine.tensorrt.DecoderProfile.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A decoder plan with its caches in device memory. What crosses the bus per call is token ids, embeddings of new images, and
 * logits; keys and values never do. Calls that are larger than any profile are taken apart.
 */
final class DeviceDecoder implements TextDecoder {

    private final Device device;
    private final DecoderProfiles profiles;
    private final boolean record;
    private final ResourceStack resources = new ResourceStack();
    private Device.Stream stream;
    private DecoderBuffers buffers;
    private DecoderCall call;
    private CacheLayout layout;
    private CacheArena arena;
    private ProfiledExecution prompts;
    private ProfiledExecution singles;
    private StepRecordings recordings;

    /**
     * @param plan closed by whoever opened it, after this
     * @param record whether steps become CUDA graphs
     */
    DeviceDecoder(Bundle bundle, Device device, Plan plan, CacheDemand demand, boolean record) {
        this.device = device;
        this.record = record;
        this.profiles = DecoderProfiles.of(bundle);
        try {
            open(bundle, plan, demand);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    private void open(Bundle bundle, Plan plan, CacheDemand demand) {
        DecoderBindings bindings = DecoderBindings.of(bundle.decoder(), plan.bindings());
        layout = CacheLayout.of(bundle.decoder(), bindings.cacheType());
        device.use();
        stream = resources.add(device.newStream());
        buffers = resources.add(new DecoderBuffers(device, stream, DecoderBuffers.Sizes.of(bundle, profiles, layout)));
        arena = resources.add(new CacheArena(device, layout.bytes(demand)));
        long workspace = device.allocate(plan.workspaceBytes());
        resources.add(() -> device.free(workspace));
        call = new DecoderCall(bundle, bindings, buffers, layout, stream);
        prompts = resources.add(new ProfiledExecution(plan, 0, stream, workspace));
        singles = resources.add(new ProfiledExecution(plan, profiles.stepOf(1), stream, workspace));
        recordings = resources.add(
                new StepRecordings(batch -> execution(plan, profiles.stepOf(batch), workspace), call, stream));
    }

    private Execution execution(Plan plan, int profile, long workspace) {
        Execution execution = plan.newExecution(profile, stream);
        execution.workspace(workspace, plan.workspaceBytes());
        return execution;
    }

    /** What a decoder takes on a device beside weights and caches. */
    static long bufferBytes(Bundle bundle, Plan plan) {
        DecoderBindings bindings = DecoderBindings.of(bundle.decoder(), plan.bindings());
        CacheLayout layout = CacheLayout.of(bundle.decoder(), bindings.cacheType());
        return DecoderBuffers.Sizes.of(bundle, DecoderProfiles.of(bundle), layout)
                .device();
    }

    @Override
    public KeyValueCache newCache(int capacity, int rows) {
        device.use();
        long start = arena.take(layout.bytes(capacity, rows));
        try {
            return new DeviceCache(layout, device, stream, capacity, rows, start, buffers.hostInts(), this::release);
        } catch (RuntimeException e) {
            arena.giveBack(start);
            throw e;
        }
    }

    private void release(DeviceCache cache) {
        try (ResourceStack parts = new ResourceStack()) {
            // Whatever fails here: a cache that is never given back leaves no room for the next one.
            parts.add(() -> arena.giveBack(cache.start()));
            parts.add(() -> recordings.forget(cache));
            device.use();
            stream.synchronize();
        }
    }

    @Override
    public int firstRows(int most) {
        return most;
    }

    @Override
    public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
        DeviceCache kept = (DeviceCache) cache;
        requireRoom(kept, rows);
        Logits logits = run(kept, rows);
        boolean numbers = true;
        int next = 0;
        for (DecoderRow row : rows) {
            int first = next;
            next += row.wanted();
            if (!IntStream.range(first, next).allMatch(logits::areNumbers)) {
                numbers = false;
                if (row.keep()) {
                    // The device has written them already.
                    kept.clearTokens(row.cacheRow(), row.past(), row.count());
                }
            }
        }
        if (!numbers) {
            throw new NoNumbers("A sequence");
        }
        return logits;
    }

    private Logits run(DeviceCache kept, List<DecoderRow> rows) {
        CallSize size = CallSize.of(rows);
        int first = size.past() ? DecoderRow.firstOfConsecutive(rows) : 0;
        device.use();
        if (Kind.of(size) == Kind.STEP && stepRecorded(kept, rows, first)) {
            return call.finish(size.wanted());
        }
        DeviceCache past = size.past() ? kept : null;
        OptionalInt profile = profiles.choose(size, past == null ? 1 : past.capacity());
        if (profile.isEmpty()) {
            return inHalves(kept, rows);
        }
        boolean images = call.write(rows, size);
        ProfiledExecution execution = Kind.of(size) == Kind.STEP ? singles : prompts;
        execution.choose(profile.getAsInt());
        call.bind(execution.execution(), size, images, past, first);
        call.send(size, images);
        boolean keep = rows.stream().anyMatch(DecoderRow::keep);
        call.run(execution.execution(), size, keep ? kept : null);
        return call.finish(size.wanted());
    }

    /**
     * Steps rounded up to a recorded batch size, where the cache has rows to round up to.
     *
     * @return false where the step has yet to be run in another way
     */
    private boolean stepRecorded(DeviceCache cache, List<DecoderRow> rows, int first) {
        OptionalInt batch = profiles.stepBatch(rows.size());
        boolean fits = record
                && recordings.usable()
                && first == 0
                && batch.isPresent()
                && batch.getAsInt() <= cache.rows()
                && rows.stream().allMatch(row -> row.images().isEmpty());
        if (!fits) {
            return false;
        }
        CallSize padded = new CallSize(batch.getAsInt(), 1, batch.getAsInt(), 1, true);
        if (profiles.choose(padded, cache.capacity()).isEmpty()) {
            return false;
        }
        call.write(rows, padded);
        return recordings.run(cache, padded);
    }

    private Logits inHalves(DeviceCache cache, List<DecoderRow> rows) {
        if (rows.size() == 1) {
            throw new DeviceFailure("No profile of the plan takes " + CallSize.of(rows)
                    + (cache == null ? "" : " with a cache of capacity " + cache.capacity()));
        }
        Logits first = extend(cache, rows.subList(0, rows.size() / 2));
        Logits second = extend(cache, rows.subList(rows.size() / 2, rows.size()));
        float[] values = new float[first.values().length + second.values().length];
        System.arraycopy(first.values(), 0, values, 0, first.values().length);
        System.arraycopy(second.values(), 0, values, first.values().length, second.values().length);
        return new Logits(values, first.vocabulary());
    }

    /** Without this check tokens would land in the next row, or in the next cache. */
    private static void requireRoom(DeviceCache cache, List<DecoderRow> rows) {
        for (DecoderRow row : rows) {
            if (!row.keep() && row.past() == 0) {
                continue;
            }
            if (cache == null || row.cacheRow() < 0 || row.cacheRow() >= cache.rows()) {
                throw new IllegalArgumentException("Row " + row.cacheRow() + " is not in the cache");
            }
            int length = row.past() + (row.keep() ? row.count() : 0);
            if (length > cache.capacity()) {
                throw new IllegalArgumentException(length + " tokens do not fit into a row of " + cache.capacity());
            }
        }
    }

    @Override
    public void close() {
        try (resources) {
            device.use();
            stream.synchronize();
        }
    }
}
