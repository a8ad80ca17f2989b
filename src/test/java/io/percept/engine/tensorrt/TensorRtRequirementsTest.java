package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.EngineUnavailable;
import io.percept.engine.NoMemory;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorRtRequirementsTest {

    private static final Set<String> ALL = Set.of(
            "libcuda.so.1",
            "libcudart.so.13",
            "libnvrtc.so.13",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_adv.so.9",
            "libnvinfer.so.10");

    /** Of the other road, which is linked to another CUDA. */
    private static final Set<String> ALL_OF_PROVIDER = Set.of(
            "libcuda.so.1",
            "libcudart.so.12",
            "libcublas.so.12",
            "libcublasLt.so.12",
            "libcudnn.so.9",
            "libnvinfer.so.10",
            "libnvinfer_plugin.so.10");

    private record Machine(Set<String> libraries, int devices, boolean hasBindings)
            implements TensorRtRequirements.Machine {

        @Override
        public boolean hasLibrary(String name) {
            return libraries.contains(name);
        }
    }

    @Test
    void shouldNameAllThatIsMissingInOneSentence() {
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(Set.of(), 0, false)).require())
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("the NVIDIA driver (libcuda.so.1)")
                .hasMessageContaining("TensorRT 10 (libnvinfer.so.10)")
                .hasMessageContaining("a CUDA device")
                .hasMessageContaining("-Pgpu")
                .hasMessageContaining("percept.engine.fallback=cpu")
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(". ");
    }

    @Test
    void shouldNameOnlyWhatIsMissing() {
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(ALL, 0, true)).require())
                .hasMessageContaining("missing: a CUDA device;");
        assertThatThrownBy(() -> new TensorRtRequirements(
                                new Machine(without("libnvinfer.so.10", ALL_OF_PROVIDER), 1, true))
                        .requireForOnnxRuntime(true))
                .hasMessageContaining("missing: TensorRT 10 (libnvinfer.so.10);");
    }

    @ParameterizedTest
    @ValueSource(strings = {"libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcudnn.so.9"})
    void shouldNameTheCudaThatTheProviderIsLinkedTo(String library) {
        TensorRtRequirements requirements =
                new TensorRtRequirements(new Machine(without(library, ALL_OF_PROVIDER), 1, true));

        assertThatThrownBy(() -> requirements.requireForOnnxRuntime(true))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageStartingWith("The ONNX Runtime with TensorRT was asked for")
                .hasMessageContaining("(" + library + ");")
                .hasMessageContaining("percept.engine.fallback=cpu");
    }

    @Test
    void shouldNotTakeTheCudaOfTheOneRoadForThatOfTheOther() {
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(ALL, 1, true)).requireForOnnxRuntime(true))
                .hasMessageContaining("CUDA 12's cuBLAS (libcublas.so.12)")
                .hasMessageContaining("cuDNN 9 (libcudnn.so.9)");
    }

    @Test
    void shouldAllowAMachineThatHasAllOfTheProvider() {
        assertThatCode(() ->
                        new TensorRtRequirements(new Machine(ALL_OF_PROVIDER, 1, false)).requireForOnnxRuntime(true))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheLibrariesThatOnlyTheBindingsAreLinkedTo() {
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(without("libcublasLt.so.13"), 1, true)).require())
                .hasMessageContaining("(libcublasLt.so.13);");
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(without("libcudnn_cnn.so.9"), 1, true)).require())
                .hasMessageContaining("(libcudnn_cnn.so.9);");
    }

    private static Set<String> without(String library) {
        return without(library, ALL);
    }

    private static Set<String> without(String library, Set<String> all) {
        return all.stream().filter(name -> !name.equals(library)).collect(Collectors.toSet());
    }

    @Test
    void shouldAskForTheParserOnlyWherePlansAreBuilt() {
        assertThatThrownBy(() -> new TensorRtRequirements(new Machine(ALL, 1, true)).requireForBuilding())
                .hasMessageContaining("libnvonnxparser.so.10")
                .hasMessageNotContaining("libnvinfer.so.10");
    }

    @Test
    void shouldSayWhatCudaSaidAndHowToGoOn() {
        assertThatThrownBy(() -> TensorRtRequirements.guarded(() -> {
                    throw new DeviceFailure("cudaGetDeviceCount failed: the driver is too old");
                }))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("the driver is too old")
                .hasMessageContaining("percept.engine.name=onnxruntime");
    }

    @Test
    void shouldSayWhatTheEngineSaidAndHowToGoOn() {
        assertThatThrownBy(() -> TensorRtRequirements.guarded(() -> {
                    throw new NoMemory("A cache of 8 bytes was asked for", null);
                }))
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("A cache of 8 bytes was asked for")
                .hasMessageContaining("percept.engine.fallback=cpu");
    }

    @Test
    void shouldLiftJavaCppsLimitsOnNativeMemory() {
        new TensorRtRequirements(new Machine(ALL, 1, true)).require();

        assertThat(System.getProperty("org.bytedeco.javacpp.maxBytes")).isEqualTo("0");
        assertThat(System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes")).isEqualTo("0");
    }

    @Test
    void shouldAllowAMachineThatHasAll() {
        assertThatCode(() -> new TensorRtRequirements(new Machine(ALL, 1, true)).require())
                .doesNotThrowAnyException();
    }
}
