package io.percept.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A mapping of a policy file. Every refusal names the file and the path of the key. */
final class PolicySection {

    private final String file;
    private final String path;
    private final Map<?, ?> values;

    private PolicySection(String file, String path, Object value) {
        this.file = file;
        this.path = path;
        if (!(value instanceof Map<?, ?> map)) {
            throw refusal(
                    path.isEmpty() ? "the file" : path,
                    value == null ? "is missing" : "must be a mapping of keys to values");
        }
        for (Object key : map.keySet()) {
            text(at(String.valueOf(key)), key);
        }
        this.values = map;
    }

    static PolicySection root(String file, Object value) {
        return new PolicySection(file, "", value);
    }

    /** @throws PolicyException where there are other keys */
    PolicySection only(List<String> known) {
        for (Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw refused(
                        String.valueOf(key),
                        "is unknown; known are " + known.stream().sorted().toList());
            }
        }
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    PolicySection section(String key) {
        return new PolicySection(file, at(key), values.get(key));
    }

    Optional<PolicySection> optionalSection(String key) {
        return has(key) ? Optional.of(section(key)) : Optional.empty();
    }

    /** Every key's section, in the file's order. */
    Map<String, PolicySection> sections() {
        Map<String, PolicySection> sections = new LinkedHashMap<>();
        values.keySet().forEach(key -> sections.put(String.valueOf(key), section(String.valueOf(key))));
        return sections;
    }

    List<String> keys() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    /** Mappings in a list that is not empty. */
    List<PolicySection> list(String key) {
        List<PolicySection> sections = new ArrayList<>();
        List<?> list = listOf(key);
        for (int i = 0; i < list.size(); i++) {
            sections.add(new PolicySection(file, at(key) + "[" + i + "]", list.get(i)));
        }
        return sections;
    }

    /** Texts in a list that is not empty. */
    List<String> texts(String key) {
        List<?> list = listOf(key);
        List<String> texts = IntStream.range(0, list.size())
                .mapToObj(i -> text(at(key) + "[" + i + "]", list.get(i)))
                .toList();
        if (texts.stream().anyMatch(String::isBlank)) {
            throw refused(key, "holds an empty text");
        }
        return texts;
    }

    String text(String key) {
        return optionalText(key).orElseThrow(() -> refused(key, "is missing"));
    }

    /** A text, or a whole number, as versions are; as the file has it, see {@link PlainIntegers}. */
    String textOrInteger(String key) {
        Object value = values.get(key);
        boolean integer = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        return integer ? value.toString() : text(key);
    }

    /** Empty where the key is missing or blank. */
    Optional<String> optionalText(String key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> text(at(key), value))
                .filter(text -> !text.isBlank());
    }

    boolean flag(String key) {
        Object value = has(key) ? values.get(key) : Boolean.FALSE;
        if (!(value instanceof Boolean flag)) {
            throw refused(key, "must be true or false, was " + value);
        }
        return flag;
    }

    /** One of the words of an enumeration, in lower case; the first where the key is missing. */
    <E extends Enum<E>> E word(String key, Class<E> words) {
        List<E> known = List.of(words.getEnumConstants());
        if (!has(key)) {
            return known.getFirst();
        }
        return known.stream()
                .filter(word -> lowerCase(word).equals(values.get(key)))
                .findFirst()
                .orElseThrow(() -> refused(
                        key,
                        "must be one of "
                                + known.stream().map(PolicySection::lowerCase).toList() + ", was " + values.get(key)));
    }

    private static String lowerCase(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** A probability. */
    double threshold(String key) {
        if (!(values.get(key) instanceof Number number) || !(number.doubleValue() >= 0 && number.doubleValue() <= 1)) {
            throw refused(key, "must be a number in 0..1, was " + values.get(key));
        }
        return number.doubleValue();
    }

    /** Empty where the key is missing. */
    OptionalDouble temperature(String key) {
        if (!has(key)) {
            return OptionalDouble.empty();
        }
        if (!(values.get(key) instanceof Number number)
                || !(number.doubleValue() > 0 && Double.isFinite(number.doubleValue()))) {
            throw refused(key, "must be a finite number above 0, was " + values.get(key));
        }
        return OptionalDouble.of(number.doubleValue());
    }

    PolicyException refused(String key, String reason) {
        return refusal(at(key), reason);
    }

    private List<?> listOf(String key) {
        if (!(values.get(key) instanceof List<?> list) || list.isEmpty()) {
            throw refused(key, "must be a list that is not empty");
        }
        return list;
    }

    /** YAML makes a flag of {@code yes}, a number of {@code 1.10} and a time of {@code 2026-11-24}, in which the text is lost. */
    private String text(String at, Object value) {
        if (!(value instanceof String text)) {
            throw refusal(at, "must be a text: put it in quotes (YAML takes it for " + value + ")");
        }
        return text;
    }

    private PolicyException refusal(String at, String reason) {
        return new PolicyException("Policy file " + file + ": " + at + " " + reason + ".");
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
