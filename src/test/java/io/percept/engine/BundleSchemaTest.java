package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void shouldFindTheShippedFilesUnchanged() {
        assertThat(Bundle.load(BUNDLE).name()).isEqualTo("percept-tiny");
    }

    @Test
    void shouldKeepTheShippedBundleWithinFortyEightMegabytes() throws IOException {
        long bytes = 0;
        for (String file : new String[] {"encoder.onnx", "decoder.onnx", "tokenizer.json", "bundle.yaml"}) {
            bytes += Files.size(BUNDLE.resolve(file));
        }

        assertThat(bytes).isLessThanOrEqualTo(48_000_000);
    }
}
