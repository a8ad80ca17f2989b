package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.TestBundle;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphSourceTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void shouldHavePerceptTinyReadyForTensorRtInEveryPrecision(Precision precision) {
        Bundle bundle = TestBundle.bundle();

        assertThat(GraphSource.of(bundle, Bundle.ENCODER, precision).hasGraph()).isTrue();
        assertThat(cacheType(GraphSource.of(bundle, Bundle.DECODER, precision)))
                .isEqualTo(precision.type().code());
    }

    @Test
    void shouldNameTheFileAndTheNodeThatTensorRtWouldRefuse() throws IOException {
        ModelProto model =
                ModelProto.parseFrom(Files.readAllBytes(TestBundle.bundle().file(Bundle.DECODER)));
        ModelProto.Builder broken = model.toBuilder();
        broken.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("NonZero")
                        .addInput("logits")
                        .addOutput("where"));
        Files.write(directory.resolve(Bundle.DECODER), broken.build().toByteArray());

        assertThatThrownBy(() -> GraphSource.of(TestBundle.in(directory), Bundle.DECODER, Precision.FP32))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(Bundle.DECODER)
                .hasMessageContaining("NonZero -> where");
    }

    private static int cacheType(ModelProto model) {
        return model.getGraph().getInputList().stream()
                .filter(input -> input.getName().equals("cache_k.0"))
                .findFirst()
                .orElseThrow()
                .getType()
                .getTensorType()
                .getElemType();
    }
}
