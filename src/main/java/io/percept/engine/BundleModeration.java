package io.percept.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the model is asked for moderation labels.
 *
 * @param candidates the verdicts, the one that applies the label first
 * @param temperature divides the candidates' scores before the softmax: calibration
 * @param questions label to question, in the bundle's order
 */
public record BundleModeration(List<String> candidates, double temperature, Map<String, String> questions) {

    public BundleModeration {
        candidates = List.copyOf(candidates);
        questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
    }
}
