package io.percept.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mapping of {@code bundle.yaml}. Every refusal names the path of the key. */
final class YamlSection {

    private final Path file;
    private final String path;
    private final Map<?, ?> values;

    YamlSection(Path file, String path, Object value) {
        this.file = file;
        this.path = path;
        if (!(value instanceof Map<?, ?> map)) {
            throw new BundleException(file, (path.isEmpty() ? "the document" : path) + " must be a mapping");
        }
        this.values = map;
    }

    YamlSection section(String key) {
        return new YamlSection(file, at(key), required(key));
    }

    String text(String key) {
        return String.valueOf(required(key));
    }

    /** A text that may be left out. */
    String text(String key, String otherwise) {
        return values.containsKey(key) ? text(key) : otherwise;
    }

    /** The mappings by name of a mapping that may be left out. */
    Map<String, YamlSection> sections(String key) {
        Map<String, YamlSection> result = new LinkedHashMap<>();
        if (values.containsKey(key)) {
            YamlSection all = section(key);
            all.values.keySet().forEach(name -> result.put(String.valueOf(name), all.section(String.valueOf(name))));
        }
        return result;
    }

    int positive(String key) {
        int value = integer(key);
        if (value < 1) {
            throw refused(key, "must be at least 1, was " + value);
        }
        return value;
    }

    int integer(String key) {
        return number(key, required(key)).intValue();
    }

    double decimal(String key) {
        return number(key, required(key)).doubleValue();
    }

    List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    /** Texts that may be left out. */
    List<String> texts(String key, List<String> otherwise) {
        return values.containsKey(key) ? texts(key) : otherwise;
    }

    List<Float> decimals(String key, int count) {
        List<Float> result =
                list(key).stream().map(v -> number(key, v).floatValue()).toList();
        if (result.size() != count) {
            throw refused(key, "must have " + count + " entries, has " + result.size());
        }
        return result;
    }

    /** Positive integers in ascending order. */
    List<Integer> ascending(String key) {
        List<Integer> result = new ArrayList<>();
        for (Object entry : list(key)) {
            int value = number(key, entry).intValue();
            if (value < 1 || !result.isEmpty() && value <= result.getLast()) {
                throw refused(key, "must be positive and ascending, but holds " + entry);
            }
            result.add(value);
        }
        if (result.isEmpty()) {
            throw refused(key, "must not be empty");
        }
        return result;
    }

    /** The texts by name of a mapping that may be left out. */
    Map<String, String> textByName(String key) {
        return values.containsKey(key) ? section(key).textByName() : Map.of();
    }

    Map<String, String> textByName() {
        Map<String, String> result = new LinkedHashMap<>();
        values.forEach((key, value) -> result.put(String.valueOf(key), String.valueOf(value)));
        return result;
    }

    BundleException refused(String key, String reason) {
        return new BundleException(file, at(key) + " " + reason);
    }

    private List<?> list(String key) {
        if (!(required(key) instanceof List<?> list)) {
            throw refused(key, "must be a list");
        }
        return list;
    }

    private Object required(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw refused(key, "is missing");
        }
        return value;
    }

    private Number number(String key, Object value) {
        if (!(value instanceof Number number)) {
            throw refused(key, "must be a number, was " + value);
        }
        return number;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
