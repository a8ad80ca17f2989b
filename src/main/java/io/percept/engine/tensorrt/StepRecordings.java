package io.percept.engine.tensorrt;

import io.percept.engine.CallSize;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Steps as CUDA graphs, one per cache and batch size: sending, running, scattering and fetching become a single launch. A
 * recording belongs to the execution that it was made with, to the addresses of its cache and to its shapes, so each has an
 * execution of its own; all share the decoder's workspace, for no two run at once. For one thread at a time.
 *
 * <p>The first step of a kind runs as it is, which settles what TensorRT puts off until a first run; the second is recorded.
 */
final class StepRecordings implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StepRecordings.class.getName());

    /** Makes an execution for a batch size, with workspace and profile. */
    interface Executions {

        Execution newExecution(int batch);
    }

    private record Key(long cache, int batch) {}

    private static final class Step implements AutoCloseable {

        private final Execution execution;
        private Device.Recording recording;

        Step(Execution execution) {
            this.execution = execution;
        }

        @Override
        public void close() {
            if (recording != null) {
                recording.close();
            }
            execution.close();
        }
    }

    private final Executions executions;
    private final DecoderCall call;
    private final Device.Stream stream;
    private final Map<Key, Step> steps = new HashMap<>();
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

    /** Runs a step whose inputs are written, on the first rows of a cache. */
    void run(DeviceCache cache, CallSize size) {
        Key key = new Key(cache.start(), size.rows());
        Step step = steps.get(key);
        if (step == null) {
            step = new Step(executions.newExecution(size.rows()));
            steps.put(key, step);
            call.bind(step.execution, size, false, cache, 0);
            parts(step, cache, size);
            return;
        }
        if (step.recording == null && usable) {
            record(step, cache, size);
        }
        if (step.recording == null) {
            parts(step, cache, size);
        } else {
            step.recording.replay(stream);
        }
    }

    private void parts(Step step, DeviceCache cache, CallSize size) {
        call.send(size, false);
        call.run(step.execution, size, cache);
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
            parts(step, cache, size);
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

    /** Forgets the recordings of a cache whose memory is given back. */
    void forget(DeviceCache cache) {
        for (Iterator<Map.Entry<Key, Step>> each = steps.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Key, Step> entry = each.next();
            if (entry.getKey().cache() == cache.start()) {
                entry.getValue().close();
                each.remove();
            }
        }
    }

    @Override
    public void close() {
        steps.values().forEach(Step::close);
        steps.clear();
    }
}
