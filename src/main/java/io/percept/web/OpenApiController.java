package io.percept.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Serves {@code schemas/openapi.yaml}, which is written by hand and held to the running service by a test. */
@RestController
class OpenApiController {

    private static final String DOCUMENT = "/schemas/openapi.yaml";

    private final String yaml;
    private final Map<String, Object> json;

    OpenApiController() throws IOException {
        try (InputStream in = OpenApiController.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IOException("The jar holds no " + DOCUMENT + ": build it again.");
            }
            this.yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        this.json = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    @GetMapping(path = "/v3/api-docs", produces = "application/json")
    Map<String, Object> json() {
        return json;
    }

    @GetMapping(path = "/v3/api-docs.yaml", produces = "application/yaml")
    byte[] yaml() {
        return yaml.getBytes(StandardCharsets.UTF_8);
    }
}
