package io.percept.engine.tensorrt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Profiles in the notation of NVIDIA's tools: {@code input_ids:1x1,past_length:1}. */
final class ProfileText {

    private ProfileText() {}

    /** @throws IllegalArgumentException naming the input whose shapes do not fit together */
    static Profile profile(String min, String opt, String max) {
        Map<String, List<Long>> least = shapes(min);
        Map<String, List<Long>> best = shapes(opt);
        Map<String, List<Long>> most = shapes(max);
        Map<String, List<Range>> inputs = new LinkedHashMap<>();
        least.forEach((input, shape) -> {
            List<Long> often = best.getOrDefault(input, List.of());
            List<Long> largest = most.getOrDefault(input, List.of());
            if (often.size() != shape.size() || largest.size() != shape.size()) {
                throw new IllegalArgumentException("The input " + input + " has shapes of different ranks");
            }
            List<Range> ranges = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                ranges.add(new Range(shape.get(i), often.get(i), largest.get(i)));
            }
            inputs.put(input, ranges);
        });
        return new Profile("as given", inputs);
    }

    private static Map<String, List<Long>> shapes(String text) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (String input : text.split(",")) {
            int colon = input.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("A shape looks like x:1x3x160x160, not like " + input);
            }
            List<Long> shape = Stream.of(input.substring(colon + 1).split("x"))
                    .map(Long::valueOf)
                    .toList();
            shapes.put(input.substring(0, colon), shape);
        }
        return shapes;
    }
}
