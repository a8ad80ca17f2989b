package io.percept.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A document of the folder {@code schemas} that is written in YAML. */
public record SchemaDocument(Map<?, ?> root) {

    /** @param name of the file */
    public static SchemaDocument read(String name) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<?, ?> root = new Yaml(new SafeConstructor(options)).load(Files.readString(Path.of("schemas", name)));
        return new SchemaDocument(root);
    }

    /** @throws IllegalArgumentException where nothing is there */
    public Map<?, ?> at(String... keys) {
        Map<?, ?> found = root;
        for (String key : keys) {
            if (!(found.get(key) instanceof Map<?, ?> next)) {
                throw new IllegalArgumentException("There is no " + String.join("/", keys));
            }
            found = next;
        }
        return found;
    }

    /** What a reference within the document, such as {@code #/components/schemas/Box}, stands for. */
    public Map<?, ?> resolve(String reference) {
        return at(reference.substring("#/".length()).split("/"));
    }
}
