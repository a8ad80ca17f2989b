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
        TestBundle.copyTo(directory);
    }

    @Test
    void shouldLoadTheBundleOfTheRepository() {
        Bundle bundle = Bundle.load(directory);

        assertThat(bundle.name()).isEqualTo("percept-tiny");
        assertThat(bundle.digest()).hasSize(64);
        assertThat(bundle.cacheCapacities().getLast())
                .isGreaterThanOrEqualTo(bundle.decoder().maxPositions());
        assertThat(bundle.moderation().questions()).containsKey("hate");
        assertThat(bundle.plurals()).containsEntry("airplanes", "airplane");
    }

    @Test
    void shouldHaveNoPluralsWhereNoneAreDescribed() throws IOException {
        edit("plurals:", "other:");

        assertThat(Bundle.load(directory).plurals()).isEmpty();
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
    void shouldTakeFromAVariantWhatItHasAndTheRestFromTheStandard() {
        Bundle bundle = Bundle.load(directory);

        BundleVariant variant = bundle.with("int8").variant();

        assertThat(variant.encoder()).isEqualTo("encoder.int8.onnx");
        assertThat(variant.decoder()).isEqualTo(Bundle.DECODER);
    }

    @Test
    void shouldHaveAnotherDigestInEachVariant() {
        Bundle bundle = Bundle.load(directory);

        assertThat(bundle.with("int8").digest()).hasSize(64).isNotEqualTo(bundle.digest());
        assertThat(bundle.with("").digest()).isEqualTo(bundle.digest());
        assertThat(bundle.with("fp32").digest()).isEqualTo(bundle.digest());
    }

    @Test
    void shouldNameTheVariantsThatThereAre() {
        Bundle bundle = Bundle.load(directory);

        assertThatThrownBy(() -> bundle.with("int4"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("no variant int4 of percept-tiny")
                .hasMessageContaining("choose fp32 or int8");
    }

    @Test
    void shouldNameTheFileOfAVariantThatIsMissing() throws IOException {
        Files.delete(directory.resolve("encoder.int8.onnx"));

        assertThatThrownBy(() -> Bundle.load(directory))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("encoder.int8.onnx: is missing");
    }

    @Test
    void shouldNameTheFileOfAVariantThatDoesNotMatchItsDigest() throws IOException {
        Files.writeString(directory.resolve("encoder.int8.onnx"), "another");

        assertThatThrownBy(() -> Bundle.load(directory))
                .hasMessageContaining("encoder.int8.onnx: its SHA-256 is")
                .hasMessageContaining("copy it again");
    }

    @Test
    void shouldRefuseAVariantWhoseFileHasNoDigest() throws IOException {
        edit("    encoder: encoder.int8.onnx", "    encoder: encoder.int4.onnx");

        assertThatThrownBy(() -> Bundle.load(directory))
                .hasMessageContaining("variants.int8.encoder is encoder.int4.onnx, whose SHA-256 is not among files");
    }

    @Test
    void shouldRefuseAVariantWithoutGraphs() throws IOException {
        edit("    encoder: encoder.int8.onnx\n", "");

        assertThatThrownBy(() -> Bundle.load(directory))
                .hasMessageContaining("variants.int8 has neither encoder nor decoder");
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
