package io.percept.engine.tensorrt;

import io.percept.engine.CallSize;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps as CUDA graphs, one per cache and batch size: sending, running, scattering and fetching become a single launch. A
 * recording belongs to the execution that it was made with, to the addresses of its cache and to its shapes, so each has an
 * execution of its own; all share the decoder's workspace, for no two run at once. For one thread at a time.
 *
 * <p>The first step of a kind runs as it is, which settles what TensorRT puts off until a first run; the second is recorded. A
 * first step that fails has settled nothing, so the next one is a first step again.
 *
 * <p>A recording goes with its cache, but an execution stays: bound to other addresses and shapes it serves another cache. So
 * those that the warm-up made are there for the first lane, and its first steps wait for none to be made.
 */
final class StepRecordings implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StepRecordings.class.getName());

    /** Makes an execution for a batch size, with workspace and profile. */
    interface Executions {

        /** @throws DeviceFailure if the device has no room for one more */
        Execution newExecution(int batch);
    }

    private record Key(long cache, int batch) {}

    /** A kind of step whose first has gone well. */
    private static final class Step {

        private final Execution execution;
        private Device.Recording recording;

        Step(Execution execution) {
            this.execution = execution;
        }
    }

    private final Executions executions;
    private final DecoderCall call;
    private final Device.Stream stream;
    private final Map<Key, Step> steps = new HashMap<>();
    /** Executions that no step has, by batch size; the one that was left last is taken last. */
    private final Map<Integer, Deque<Execution>> idle = new HashMap<>();
    /** Steps that no execution could be made for. */
    private final Set<Key> refused = new HashSet<>();
    /** Batch sizes of which that was told. */
    private final Set<Integer> told = new HashSet<>();

    private boolean usable = true;

    StepRecordings(Executions executions, DecoderCall call, Device.Stream stream) {
        this.executions = executions;
        this.call = call;
        this.stream = stream;
    }

    /** Whether recordings work here; not any more once one has failed. */
    boolean usable() {
        return usable;
    }

    /**
     * Runs a step whose inputs are written, on the first rows of a cache.
     *
     * @return false where nothing was done, because there is no execution for such a step
     */
    boolean run(DeviceCache cache, CallSize size) {
        Key key = new Key(cache.start(), size.rows());
        Step step = steps.get(key);
        if (step == null) {
            return runFirst(key, cache, size);
        }
        if (step.recording == null && usable) {
            record(step, cache, size);
        }
        if (step.recording == null) {
            parts(step.execution, cache, size);
        } else {
            step.recording.replay(stream);
        }
        return true;
    }

    private boolean runFirst(Key key, DeviceCache cache, CallSize size) {
        Optional<Execution> taken = take(key);
        if (taken.isEmpty()) {
            return false;
        }
        Execution execution = taken.get();
        try {
            call.bind(execution, size, false, cache, 0);
            parts(execution, cache, size);
        } catch (RuntimeException e) {
            leave(key.batch(), execution);
            throw e;
        }
        steps.put(key, new Step(execution));
        return true;
    }

    /** An execution that is idle, else a new one; to make one is tried once per cache and batch size. */
    private Optional<Execution> take(Key key) {
        Deque<Execution> left = idle.get(key.batch());
        if (left != null && !left.isEmpty()) {
            return Optional.of(left.removeFirst());
        }
        if (refused.contains(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(executions.newExecution(key.batch()));
        } catch (DeviceFailure e) {
            refused.add(key);
            if (told.add(key.batch())) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Steps of {0} run without CUDA graphs, slower, for want of an execution: {1}",
                        key.batch(),
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    private void leave(int batch, Execution execution) {
        idle.computeIfAbsent(batch, size -> new ArrayDeque<>()).addLast(execution);
    }

    private void parts(Execution execution, DeviceCache cache, CallSize size) {
        call.send(size, false);
        call.run(execution, size, cache);
    }

    private void record(Step step, DeviceCache cache, CallSize size) {
        try {
            step.recording = recorded(step, cache, size);
        } catch (DeviceFailure e) {
            usable = false;
            LOG.log(System.Logger.Level.WARNING, "Steps run without CUDA graphs, slower: {0}", e.getMessage());
        }
    }

    /** A recording that has begun is always ended, or the stream could never be used again. */
    private Device.Recording recorded(Step step, DeviceCache cache, CallSize size) {
        stream.beginRecording();
        try {
            parts(step.execution, cache, size);
        } catch (DeviceFailure e) {
            try {
                stream.endRecording().close();
            } catch (DeviceFailure alsoAtItsEnd) {
                e.addSuppressed(alsoAtItsEnd);
            }
            throw e;
        }
        return stream.endRecording();
    }

    /** Forgets the recordings of a cache whose memory is given back; what they were made with is left for another cache. */
    void forget(DeviceCache cache) {
        refused.removeIf(key -> key.cache() == cache.start());
        try (ResourceStack recordings = new ResourceStack()) {
            for (Iterator<Map.Entry<Key, Step>> each = steps.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<Key, Step> entry = each.next();
                Key key = entry.getKey();
                Step step = entry.getValue();
                if (key.cache() == cache.start()) {
                    each.remove();
                    leave(key.batch(), step.execution);
                    if (step.recording != null) {
                        recordings.add(step.recording);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        try (ResourceStack all = new ResourceStack()) {
            idle.values().forEach(left -> left.forEach(all::add));
            for (Step step : steps.values()) {
                all.add(step.execution);
                if (step.recording != null) {
                    all.add(step.recording);
                }
            }
            idle.clear();
            steps.clear();
        }
    }
}
