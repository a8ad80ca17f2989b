package io.percept;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/** Every key that the records of the configuration have, in its sections. Not changed once it is made, so any thread may ask. */
final class ConfigurationKeys {

    /** How a source of values spells names. */
    enum Spelling {
        /** As in files and arguments: points between the elements, and hyphens, or nothing, between the words of one. */
        POINTS,
        /** As in the environment: one sign between elements and words alike, so that several elements may be one name. */
        UNDERSCORES
    }

    /**
     * Where a name leads.
     *
     * @param section the innermost section on the way
     * @param known whether the name is that of a section, of a key, or of an element of a key's list
     */
    record Place(Section section, boolean known) {}

    private static final String INDEX = "[]";

    private sealed interface Node permits Section, Items, Value {}

    /** Keys with the beginning of their names in common. */
    static final class Section implements Node {

        private final String name;
        private final SortedMap<String, Node> nodes = new TreeMap<>();

        private Section(String name) {
            this.name = name;
        }

        /** In full, as {@code percept.intake}; of the elements of a list {@code percept.access.keys[]}. */
        String name() {
            return name;
        }

        /** The names of what is in it, without the section's, in the order of the alphabet. */
        List<String> keys() {
            return List.copyOf(nodes.keySet());
        }

        private Section subsection(String key) {
            return (Section) nodes.computeIfAbsent(key, missing -> new Section(nameOf(missing)));
        }

        private void addComponents(Class<?> type) {
            for (RecordComponent component : type.getRecordComponents()) {
                String key = DataObjectPropertyName.toDashedForm(component.getName());
                nodes.put(key, node(nameOf(key), ResolvableType.forMethodReturnType(component.getAccessor())));
            }
        }

        private String nameOf(String key) {
            return name.isEmpty() ? key : name + "." + key;
        }

        private Place find(List<String> path, Spelling spelling) {
            Place found = new Place(this, false);
            int most = spelling == Spelling.UNDERSCORES ? path.size() : 1;
            for (int words = 1; words <= most && !found.known; words++) {
                String key = String.join("", path.subList(0, words));
                for (var node : nodes.entrySet()) {
                    if (node.getKey().replace("-", "").equals(key)) {
                        found = place(node.getValue(), this, path.subList(words, path.size()), spelling);
                    }
                }
            }
            return found;
        }
    }

    private record Items(Node each) implements Node {}

    private record Value() implements Node {}

    private final Section root = new Section("");

    /** @param records types annotated with {@link ConfigurationProperties} */
    ConfigurationKeys(Collection<? extends Class<?>> records) {
        for (Class<?> type : records) {
            Section section = root;
            for (String key :
                    type.getAnnotation(ConfigurationProperties.class).value().split("\\.")) {
                section = section.subsection(key);
            }
            section.addComponents(type);
        }
    }

    Place find(ConfigurationPropertyName name, Spelling spelling) {
        List<String> path = IntStream.range(0, name.getNumberOfElements())
                .mapToObj(i -> name.isNumericIndex(i) ? INDEX : name.getElement(i, Form.UNIFORM))
                .toList();
        return root.find(path, spelling);
    }

    private static Place place(Node node, Section around, List<String> rest, Spelling spelling) {
        if (rest.isEmpty()) {
            return new Place(around, true);
        }
        return switch (node) {
            case Section section -> section.find(rest, spelling);
            case Items items -> rest.getFirst().equals(INDEX)
                    ? place(items.each, around, rest.subList(1, rest.size()), spelling)
                    : new Place(around, false);
            case Value value -> new Place(around, false);
        };
    }

    private static Node node(String name, ResolvableType type) {
        Class<?> raw = type.toClass();
        if (Collection.class.isAssignableFrom(raw)) {
            return new Items(node(name + INDEX, type.asCollection().getGeneric()));
        }
        if (raw.isRecord()) {
            Section section = new Section(name);
            section.addComponents(raw);
            return section;
        }
        return new Value();
    }
}
