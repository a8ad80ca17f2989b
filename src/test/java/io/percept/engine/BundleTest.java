package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void copyBundle() throws IOException {
        for (String name : new String[] {"bundle.yaml", "encoder.onnx", "decoder.onnx", "tokenizer.json"}) {
            Files.copy(TestBundle.DIRECTORY.resolve(name), directory.resolve(name));
        }
    }

    @Test
    void shouldLoadTheBundleOfTheRepository() {
        Bundle bundle = Bundle.load(directory);

        assertThat(bundle.name()).isEqualTo("percept-tiny");
        assertThat(bundle.digest()).hasSize(64);
        assertThat(bundle.cacheCapacities().getLast())
                .isGreaterThanOrEqualTo(bundle.decoder().maxPositions());
        assertThat(bundle.moderation().questions()).containsKey("hate");
    }

    @Test
    void shouldNameTheFileThatIsMissing() throws IOException {
        Files.delete(directory.resolve("decoder.onnx"));

        assertThatThrownBy(() -> Bundle.load(directory))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("decoder.onnx")
                .hasMessageContaining("is missing");
    }

    @Test
    void shouldNameTheFileThatDoesNotMatchItsDigest() throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), "{}");

        assertThatThrownBy(() -> Bundle.load(directory))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void shouldNameTheKeyThatIsMissing() throws IOException {
        edit("  queries:", "  querries:");

        assertThatThrownBy(() -> Bundle.load(directory))
                .hasMessageContaining("bundle.yaml")
                .hasMessageContaining("image.queries is missing");
    }

    @Test
    void shouldRefuseAContractOfAnotherVersion() throws IOException {
        edit("contract: 1", "contract: 7");

        assertThatThrownBy(() -> Bundle.load(directory)).hasMessageContaining("contract is 7");
    }

    @Test
    void shouldRefuseWhatIsNotYaml() throws IOException {
        Files.writeString(directory.resolve("bundle.yaml"), "contract: [");

        assertThatThrownBy(() -> Bundle.load(directory)).hasMessageContaining("not valid YAML");
    }

    @Test
    void shouldUnpackAPackagedBundleOnce(@TempDir Path cache) throws IOException {
        PackagedBundle packaged = new PackagedBundle("/models/percept-tiny/");

        Bundle first = packaged.load(cache);
        Bundle second = packaged.load(cache);

        assertThat(second).isEqualTo(first);
        try (Stream<Path> directories = Files.list(cache)) {
            assertThat(directories).containsExactly(first.directory());
        }
    }

    private void edit(String from, String to) throws IOException {
        Path description = directory.resolve("bundle.yaml");
        Files.writeString(description, Files.readString(description).replace(from, to));
    }
}
