package io.percept.deploy.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The chart in Helm's hands, in a copy with the values written into it, because Helm's linter takes them from there only.
 * The copy asks for no version of Kubernetes: the library poses as 1.20, which the chart refuses.
 */
public final class Chart {

    /** Where the chart is. */
    public static final Path SOURCE = Path.of("helm/percept");

    /** The value sets that the chart is held to. */
    public static final List<Path> VALUE_SETS = valueSets();

    private static final Map<Path, Chart> BY_VALUE_SET = new ConcurrentHashMap<>();

    private final String values;
    private List<Manifest> manifests;

    private Chart(String values) {
        this.values = values;
    }

    /** The chart with a value set; rendered once. */
    public static Chart with(Path valueSet) {
        return BY_VALUE_SET.computeIfAbsent(valueSet, file -> new Chart(new Yaml().dump(map(read(file)))));
    }

    /**
     * The chart with a value set and further values.
     *
     * @param further YAML
     */
    static Chart with(Path valueSet, String further) {
        return new Chart(new Yaml().dump(merge(map(read(valueSet)), map(further))));
    }

    /** @throws IllegalStateException with Helm's message where the values are refused */
    public synchronized List<Manifest> manifests() {
        if (manifests == null) {
            manifests = Manifest.parse(inCopy(copy ->
                    copy.template().withName("percept").withNamespace("vision").call()));
        }
        return manifests;
    }

    /** The first of a kind. */
    public Manifest only(String kind) {
        return manifests().stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " is rendered"));
    }

    /** The application configuration that the chart renders. */
    String application() {
        return only("ConfigMap").at("/data/application.yaml").asText();
    }

    LintResult lint() {
        return inCopy(copy -> copy.lint().strict().call());
    }

    private <T> T inCopy(Function<Helm, T> work) {
        try {
            Path copy = Files.createTempDirectory("percept-chart");
            try {
                FileSystemUtils.copyRecursively(SOURCE, copy);
                Path chart = copy.resolve("Chart.yaml");
                Files.writeString(chart, Files.readString(chart).replaceAll("(?m)^kubeVersion:.*$", ""));
                Path file = copy.resolve("values.yaml");
                Files.writeString(file, new Yaml().dump(merge(map(Files.readString(file)), map(values))));
                return work.apply(new Helm(copy));
            } finally {
                FileSystemUtils.deleteRecursively(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> map(String yaml) {
        Map<String, Object> map = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return map == null ? Map.of() : map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> over) {
        Map<String, Object> merged = new LinkedHashMap<>(base);
        over.forEach((key, value) -> merged.merge(
                key,
                value,
                (old, now) -> old instanceof Map<?, ?> before && now instanceof Map<?, ?> after
                        ? merge((Map<String, Object>) before, (Map<String, Object>) after)
                        : now));
        return merged;
    }

    private static List<Path> valueSets() {
        try (Stream<Path> files = Files.list(SOURCE.resolve("ci"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
