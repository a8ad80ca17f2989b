package io.percept.engine.tensorrt;

import java.util.Map;
import java.util.Properties;

/**
 * JavaCPP's own limits on native memory, which follow from the size of Java's heap: on what its pointers allocate, and on the
 * memory of the whole process. A plan's file is read into native memory in one piece, and may be larger than a heap that has
 * little to do with it; beyond a limit JavaCPP throws an {@link OutOfMemoryError} though the machine has memory left. So there
 * is none, unless an operator has set one.
 */
final class JavaCppLimits {

    /** What JavaCPP takes for no limit. */
    private static final String NONE = "0";

    /** Each property to the older spelling, which JavaCPP reads where the newer one is not set. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxbytes",
            "org.bytedeco.javacpp.maxPhysicalBytes", "org.bytedeco.javacpp.maxphysicalbytes");

    private JavaCppLimits() {}

    /** Lifts the limits that are not set. JavaCPP reads them once, when its first pointer is made. */
    static void lift(Properties properties) {
        PROPERTIES.forEach((name, older) -> {
            if (properties.getProperty(older) == null) {
                properties.putIfAbsent(name, NONE);
            }
        });
    }
}
