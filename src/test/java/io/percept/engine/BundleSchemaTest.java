package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleSchemaTest {

    private static final Path BUNDLE = Path.of("model-worker/models/percept-tiny");

    private JsonSchema schema;

    @BeforeEach
    void readSchema() throws IOException {
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("schemas/bundle.schema.json")));
    }

    @Test
    void shouldAcceptTheBundleThatIsShipped() throws IOException {
        String manifest = Files.readString(BUNDLE.resolve("bundle.yaml"));

        assertThat(schema.validate(manifest, InputFormat.YAML)).isEmpty();
    }

    @Test
    void shouldRefuseAManifestWithoutItsDigests() throws IOException {
        String manifest = Files.readString(BUNDLE.resolve("bundle.yaml")).replace("files:", "documents:");

        assertThat(schema.validate(manifest, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void shouldRefuseAVariantWithoutTolerance() throws IOException {
        String manifest = Files.readString(BUNDLE.resolve("bundle.yaml")).replace("    tolerance:", "    leeway:");

        assertThat(schema.validate(manifest, InputFormat.YAML)).isNotEmpty();
    }

    @Test
    void shouldFindTheShippedFilesUnchanged() {
        assertThat(Bundle.load(BUNDLE).name()).isEqualTo("percept-tiny");
    }

    @Test
    void shouldKeepTheShippedBundleWithinFortyEightMegabytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(BUNDLE).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }

        assertThat(bytes).isLessThanOrEqualTo(48_000_000);
    }
}
