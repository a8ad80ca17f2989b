package io.percept.deploy.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alerts of service/. */
public final class MonitoringFiles {

    private static final Path DASHBOARD = Path.of("service/dashboards/percept.json");
    private static final Path ALERTS = Path.of("service/alerts/percept.yaml");

    private MonitoringFiles() {}

    /** Every expression of both. */
    public static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr", expressions);
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
        return expressions;
    }

    static List<JsonNode> alerts() throws IOException {
        Object file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ALERTS));
        List<JsonNode> alerts = new ArrayList<>();
        new ObjectMapper().valueToTree(file).at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }
}
