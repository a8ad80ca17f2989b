package io.percept.engine.tensorrt;

import java.util.regex.Pattern;

/**
 * What TensorRT logs where it does not load a plan. Its call says no more than that there is no plan, but what is to be done
 * differs: a file that is cut or made for something else must be compiled again, and a device that is full must not.
 */
final class LoadErrors {

    /** Written large, as TensorRT names the kind of an error; "Engine deserialization failed" follows on errors of every kind. */
    private static final Pattern FILE = Pattern.compile("Serialization|plan file|rebuild|empty memory buffer");

    private static final Pattern DEVICE =
            Pattern.compile("(?i)out ?of ?memory|could not be allocated|cuda (runtime|driver)");

    private LoadErrors() {}

    /** Whether the errors find fault with the file. What they leave open is taken for a fault of the device. */
    static boolean blameTheFile(String errors) {
        return FILE.matcher(errors).find() && !DEVICE.matcher(errors).find();
    }
}
