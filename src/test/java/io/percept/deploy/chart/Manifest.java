package io.percept.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A rendered object of Kubernetes. */
public record Manifest(JsonNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Manifest> parse(String documents) {
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .loadAll(documents)
                                .spliterator(),
                        false)
                .filter(Objects::nonNull)
                .map(document -> new Manifest(JSON.valueToTree(document)))
                .toList();
    }

    public String kind() {
        return root.path("kind").asText();
    }

    String type() {
        return root.path("apiVersion").asText() + "/" + kind();
    }

    String name() {
        return at("/metadata/name").asText();
    }

    /** What a JSON pointer leads to; missing where there is nothing. */
    public JsonNode at(String pointer) {
        return root.at(pointer);
    }

    JsonNode container() {
        return at("/spec/template/spec/containers/0");
    }

    /** Every text in it, keys left out. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        collect(root, texts);
        return texts;
    }

    public static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(child -> collect(child, texts));
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
