package io.percept.engine.tensorrt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An optimisation profile: the shapes that one set of tuned kernels takes.
 *
 * @param name for messages
 * @param inputs per input of the graph, a range for each of its dimensions
 */
record Profile(String name, Map<String, List<Range>> inputs) {

    Profile {
        inputs = Map.copyOf(inputs);
    }

    /** The shapes of one end of the ranges as the ONNX Runtime wants them, such as {@code input_ids:1x1,past_length:1}. */
    String shapes(ToLongFunction<Range> end) {
        return inputs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(input -> input.getKey() + ":"
                        + input.getValue().stream()
                                .map(range -> String.valueOf(end.applyAsLong(range)))
                                .collect(Collectors.joining("x")))
                .collect(Collectors.joining(","));
    }

    /** One profile for all that several take, tuned for what the last is tuned for. */
    static Profile covering(String name, List<Profile> profiles) {
        Map<String, List<Range>> inputs = new HashMap<>(profiles.getLast().inputs());
        for (Profile profile : profiles) {
            profile.inputs().forEach((input, ranges) -> inputs.merge(input, ranges, Profile::united));
        }
        return new Profile(name, inputs);
    }

    private static List<Range> united(List<Range> tuned, List<Range> others) {
        return IntStream.range(0, tuned.size())
                .mapToObj(i -> new Range(
                        Math.min(tuned.get(i).min(), others.get(i).min()),
                        tuned.get(i).opt(),
                        Math.max(tuned.get(i).max(), others.get(i).max())))
                .toList();
    }
}
