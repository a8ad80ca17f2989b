package io.percept.engine.tensorrt;

import java.util.List;

/** Whether profiles take shapes, as TensorRT decides it. */
final class Shapes {

    private Shapes() {}

    static boolean taken(Profile profile, String input, long... shape) {
        List<Range> ranges = profile.inputs().get(input);
        if (ranges == null || ranges.size() != shape.length) {
            return false;
        }
        for (int i = 0; i < shape.length; i++) {
            if (!ranges.get(i).holds(shape[i])) {
                return false;
            }
        }
        return true;
    }
}
