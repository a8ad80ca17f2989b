package io.percept.engine.tensorrt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.ILogger;

/**
 * What TensorRT says, to the log; its errors are kept for the message of the call that failed, because the calls themselves
 * only say that they did. Called on threads of TensorRT's.
 */
final class NvInferLogger extends ILogger {

    private static final System.Logger LOG = System.getLogger(NvInferLogger.class.getName());
    private static final int KEPT = 4;

    private final Deque<String> errors = new ArrayDeque<>();

    @Override
    public void log(ILogger.Severity severity, String message) {
        switch (severity.intern()) {
            case kINTERNAL_ERROR, kERROR -> {
                keep(message);
                LOG.log(System.Logger.Level.ERROR, "TensorRT: {0}", message);
            }
            case kWARNING -> LOG.log(System.Logger.Level.WARNING, "TensorRT: {0}", message);
            case kINFO -> LOG.log(System.Logger.Level.DEBUG, "TensorRT: {0}", message);
            default -> LOG.log(System.Logger.Level.TRACE, "TensorRT: {0}", message);
        }
    }

    private synchronized void keep(String message) {
        if (errors.size() == KEPT) {
            errors.removeFirst();
        }
        errors.addLast(message.trim());
    }

    /** The last errors, which are then forgotten. */
    synchronized String takeErrors() {
        List<String> taken = List.copyOf(errors);
        errors.clear();
        return taken.isEmpty() ? "TensorRT gave no reason" : String.join("; ", taken);
    }

    /** A failure of a call, with the errors that it has logged. */
    DeviceFailure failure(String call) {
        return new DeviceFailure(call + " failed: " + takeErrors());
    }

    void require(boolean success, String call) {
        if (!success) {
            throw failure(call);
        }
    }
}
