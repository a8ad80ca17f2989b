package io.percept.engine;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Keeps the ONNX Runtime's native environment alive until the process ends. Its Java API releases the environment in a
 * shutdown hook, beside the hook that lets the service finish what it has begun; a session that still runs then takes the
 * whole process down. The native environment counts its references, so one more than the hook's keeps it. The API has
 * no public way to take one, and no way to leave the hook out.
 */
final class EnvironmentHold {

    private static final System.Logger LOG = System.getLogger(EnvironmentHold.class.getName());
    private static boolean held;

    private EnvironmentHold() {}

    /** Takes the reference; the first call counts. */
    static synchronized void take() {
        if (held) {
            return;
        }
        held = true;
        // DJL must make the environment, with its own options; it refuses one that is there.
        Engine.getEngine(OnnxSession.ENGINE);
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "percept");
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "This ONNX Runtime may crash the process when it is stopped at work: its environment cannot be held",
                    e);
        }
    }
}
