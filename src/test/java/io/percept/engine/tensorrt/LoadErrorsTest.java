package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadErrorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IRuntime::deserializeCudaEngine: Error Code 1: Serialization (Size specified in header does not match)",
                "The engine plan file is generated on an incompatible device, expecting compute 8.6 got compute 8.9",
                "The engine plan file is not compatible with this version of TensorRT, please rebuild.",
                "Cannot deserialize with an empty memory buffer."
            })
    void shouldBlameAFileThatIsCutOrMadeForSomethingElse(String errors) {
        assertThat(LoadErrors.blameTheFile(errors)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error Code 1: Cuda Runtime (out of memory); Error Code 4: Internal Error (Engine deserialization failed.)",
                "Error Code 2: OutOfMemory (Requested size was 4096 bytes.)",
                "Requested amount of GPU memory (4096 bytes) could not be allocated; plan file: decoder.plan",
                "deserializeCudaEngine failed: TensorRT gave no reason"
            })
    void shouldNotBlameTheFileForAFullDevice(String errors) {
        assertThat(LoadErrors.blameTheFile(errors)).isFalse();
    }
}
