package io.percept.engine.onnx;

import static io.percept.engine.onnx.ElementType.BOOL;
import static io.percept.engine.onnx.ElementType.FP16;
import static io.percept.engine.onnx.ElementType.FP32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.golden.GoldenCase;
import io.percept.engine.golden.GoldenSet;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.TensorProto;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {

    @Test
    void shouldComputeProductsInHalfAndTheRestInSinglePrecision() {
        ModelProto lowered = lowered(Graphs.graph()
                .input("x", FP32)
                .weight("w", FP32, 0.1f, 0.2f)
                .node("MatMul", List.of("x", "w"), "product")
                .node("Softmax", List.of("product"), "y")
                .output("y", FP32)
                .model());

        assertThat(operators(lowered)).containsExactly("Cast", "MatMul", "Cast", "Softmax");
        assertThat(lowered.getGraph().getInitializerList())
                .extracting(TensorProto::getDataType)
                .containsExactly(FP16.code());
        assertThat(GraphCheck.of(lowered)).isEmpty();
    }

    @Test
    void shouldKeepTheCacheInHalfPrecisionOnItsWayToAProduct() {
        ModelProto lowered = lowered(Graphs.graph()
                .input("q", FP32)
                .input("cache_k.0", FP32)
                .node("Transpose", List.of("cache_k.0"), "turned")
                .node("MatMul", List.of("q", "turned"), "y")
                .output("y", FP32)
                .model());

        assertThat(operators(lowered)).containsExactly("Transpose", "Cast", "MatMul", "Cast");
        assertThat(lowered.getGraph().getInput(1).getType().getTensorType().getElemType())
                .isEqualTo(FP16.code());
    }

    @Test
    void shouldGiveNewRowsOutInTheTypeOfTheCache() {
        ModelProto lowered = lowered(Graphs.graph()
                .input("x", FP32)
                .input("q", FP32)
                .node("Transpose", List.of("x"), "new_k.0")
                .node("MatMul", List.of("q", "new_k.0"), "y")
                .output("y", FP32)
                .output("new_k.0", FP32)
                .model());

        assertThat(lowered.getGraph().getOutput(1).getType().getTensorType().getElemType())
                .isEqualTo(FP16.code());
        assertThat(GraphCheck.of(lowered)).isEmpty();
    }

    @Test
    void shouldKeepAWeightThatABranchAloneReads() {
        Graphs inner =
                Graphs.graph().node("Add", List.of("x", "shift"), "shifted").output("shifted", FP32);
        Graphs branch = Graphs.graph()
                .node("Mul", List.of("x", "scale"), "scaled")
                .around("If", "condition", "either", "then_branch", inner)
                .output("either", FP32);

        ModelProto lowered = lowered(Graphs.graph()
                .input("x", FP32)
                .input("condition", BOOL)
                .weight("scale", FP32, 2)
                .weight("shift", FP32, 3)
                .weight("unused", FP32, 4)
                .around("If", "condition", "y", "then_branch", branch)
                .output("y", FP32)
                .model());

        assertThat(lowered.getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .containsExactly("scale", "shift");
    }

    @Test
    void shouldKeepAWeightThatTheGraphGivesOut() {
        ModelProto lowered = lowered(Graphs.graph()
                .input("x", FP32)
                .weight("w", FP32, 0.1f)
                .node("Softmax", List.of("x"), "y")
                .output("y", FP32)
                .output("w", FP32)
                .model());

        assertThat(lowered.getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .containsExactly("w");
    }

    @Test
    void shouldRefuseABranchThatReadsWhatChangesItsType() {
        Graphs branch =
                Graphs.graph().node("Softmax", List.of("turned"), "soft").output("soft", FP32);
        ModelProto model = Graphs.graph()
                .input("condition", BOOL)
                .input("cache_k.0", FP32)
                .node("Transpose", List.of("cache_k.0"), "turned")
                .around("If", "condition", "y", "then_branch", branch)
                .output("y", FP32)
                .model();

        assertThatThrownBy(() -> lowered(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the graph within If -> y reads turned, which becomes FP16");
    }

    @Test
    void shouldComputeEmbeddingsThatAreCloseToThoseOfTheTrainingFramework() throws IOException, OrtException {
        // DJL must make the runtime's environment.
        TestBundle.engine();
        Bundle bundle = TestBundle.bundle();
        ModelProto encoder = MixedPrecision.of(OnnxFile.read(bundle.file(Bundle.ENCODER)), FP16, name -> false);
        GoldenSet golden = GoldenSet.load(bundle);
        GoldenCase picture = golden.cases().stream()
                .filter(each -> each.image() != null)
                .findFirst()
                .orElseThrow();

        float[] row = encode(encoder, bundle.image().size(), golden, picture);

        for (int i = 0; i < row.length; i++) {
            assertThat(row[i]).isCloseTo(picture.firstEmbedding()[i], within(0.01f));
        }
    }

    @Test
    void shouldComputeLogitsThatAreCloseToThoseOfTheTrainingFramework() throws IOException, OrtException {
        TestBundle.engine();
        Bundle bundle = TestBundle.bundle();
        GoldenSet golden = GoldenSet.load(bundle);
        ModelProto decoder = MixedPrecision.of(
                OnnxFile.read(bundle.file(Bundle.DECODER)),
                FP16,
                name -> name.startsWith("cache_") || name.startsWith("new_"));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(decoder.toByteArray())) {
            for (GoldenCase each : golden.cases()) {
                float[] embedding = each.image() == null
                        ? new float[bundle.decoder().width()]
                        : TestBundle.engine()
                                .encoder()
                                .encode(List.of(golden.images().get(each.image())))
                                .getFirst()
                                .values();

                float[] logits = prefill(session, bundle, each, embedding);

                for (int i = 0; i < logits.length; i++) {
                    // Half precision has eleven bits: each of the products rounds a number of sixteen or more by as
                    // much as 0.008.
                    assertThat(logits[i]).isCloseTo(each.logits()[i], within(0.015f));
                }
            }
        }
    }

    @Property
    void shouldRoundToTheNearestBrainFloat(@ForAll @FloatRange(min = -1e30f, max = 1e30f) float value) {
        TensorProto single = TensorProto.newBuilder()
                .setDataType(FP32.code())
                .addDims(1)
                .addFloatData(value)
                .build();

        float rounded = TensorValues.floats(TensorValues.lowered(single, ElementType.BF16, "x"))[0];

        // Eight bits of significand: half a unit in the last place is 2^-9 of the value, or the smallest subnormal.
        assertThat(Math.abs(rounded - value)).isLessThanOrEqualTo(Math.max(Math.abs(value) / 256, 1e-40f));
    }

    /** The first row of the picture's embedding, by the ONNX Runtime on the CPU, which rounds as half precision does. */
    private static float[] encode(ModelProto encoder, int size, GoldenSet golden, GoldenCase picture)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        FloatBuffer pixels = FloatBuffer.allocate(3 * size * size);
        golden.images().get(picture.image()).writeTo(pixels);
        try (OrtSession session = environment.createSession(encoder.toByteArray());
                OnnxTensor input = OnnxTensor.createTensor(environment, pixels.flip(), new long[] {1, 3, size, size});
                OrtSession.Result result = session.run(Map.of("pixel_values", input))) {
            return ((float[][][]) result.get(0).getValue())[0][0];
        }
    }

    /** The logits after the last token of a case, without a past. */
    private static float[] prefill(OrtSession session, Bundle bundle, GoldenCase each, float[] embedding)
            throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int length = each.inputIds().length;
        int width = bundle.decoder().width();
        long[] positions = LongStream.range(0, length)
                .map(i -> i + bundle.decoder().positionOffset())
                .toArray();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("input_ids", OnnxTensor.createTensor(environment, new long[][] {wide(each.inputIds())}));
        inputs.put("image_row", OnnxTensor.createTensor(environment, new long[][] {wide(each.imageRows())}));
        inputs.put("image_embeds", OnnxTensor.createTensor(environment, FloatBuffer.wrap(embedding), new long[] {
            embedding.length / width, width
        }));
        inputs.put("position_ids", OnnxTensor.createTensor(environment, new long[][] {positions}));
        inputs.put("past_length", OnnxTensor.createTensor(environment, new long[] {0}));
        inputs.put("logit_rows", OnnxTensor.createTensor(environment, new long[] {length - 1}));
        long[] cache = {1, bundle.decoder().heads(), 1, bundle.decoder().headWidth()};
        for (String name : session.getInputNames()) {
            if (name.startsWith("cache_")) {
                ShortBuffer zeros = ShortBuffer.allocate(width);
                inputs.put(name, OnnxTensor.createTensor(environment, zeros, cache, OnnxJavaType.FLOAT16));
            }
        }
        try (OrtSession.Result result = session.run(inputs)) {
            return ((float[][]) result.get("logits").orElseThrow().getValue())[0];
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static long[] wide(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static ModelProto lowered(ModelProto model) {
        return MixedPrecision.of(model, FP16, name -> name.startsWith("cache_") || name.startsWith("new_"));
    }

    private static List<String> operators(ModelProto model) {
        return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
    }
}
