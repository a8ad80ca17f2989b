package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What the values of a case mean: what may be written in several ways comes out in one. Where a value is of none of these, an
 * {@link IllegalArgumentException} names it.
 */
final class CaseValues {

    private CaseValues() {}

    /** A value that is there: neither left out nor null. */
    static Optional<JsonNode> given(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    /** A list; empty where it is left out or null. */
    static List<JsonNode> list(JsonNode object, String key) {
        return given(object, key)
                .map(value -> {
                    if (!value.isArray()) {
                        throw new IllegalArgumentException("'%s' is not a list: %s.".formatted(key, value));
                    }
                    return elements(value).toList();
                })
                .orElse(List.of());
    }

    /** A value as text: yes or no for true or false, a number without digits that say nothing. */
    static String written(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "yes" : "no";
        }
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue().toString();
        }
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return BigDecimal.valueOf(value.doubleValue()).stripTrailingZeros().toPlainString();
        }
        throw new IllegalArgumentException(value + " is neither a text nor a number nor true or false.");
    }

    /** The answers that count as right: one, or each of a list. */
    static List<String> accepted(JsonNode value) {
        if (!value.isArray()) {
            return List.of(written(value));
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A list of accepted answers is empty: nothing could be right.");
        }
        return elements(value).map(CaseValues::written).toList();
    }

    /** Whether a label applies: true or 1, false or 0; empty for anything else. */
    static Optional<Boolean> truth(JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
        return number == 0 || number == 1 ? Optional.of(number == 1) : Optional.empty();
    }

    /** A box cut to 0..1; empty where nothing is left of it. */
    static Optional<BoundingBox> box(JsonNode value) {
        if (!value.isArray() || value.size() != 4 || !elements(value).allMatch(JsonNode::isNumber)) {
            throw new IllegalArgumentException(value + " is no box: give [x1, y1, x2, y2] in 0..1.");
        }
        double[] edges = elements(value)
                .mapToDouble(edge -> Math.min(1, Math.max(0, edge.asDouble())))
                .toArray();
        return edges[0] < edges[2] && edges[1] < edges[3]
                ? Optional.of(new BoundingBox(edges[0], edges[1], edges[2], edges[3]))
                : Optional.empty();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
