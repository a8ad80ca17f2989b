package io.percept.engine.onnx;

import static io.percept.engine.onnx.ElementType.BOOL;
import static io.percept.engine.onnx.ElementType.FP16;
import static io.percept.engine.onnx.ElementType.FP32;
import static io.percept.engine.onnx.ElementType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.onnx.format.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {Bundle.ENCODER, Bundle.DECODER})
    void shouldFindNothingInPerceptTiny(String file) throws IOException {
        assertThat(GraphCheck.of(read(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        Bundle.ENCODER + ", FP16",
        Bundle.ENCODER + ", BF16",
        Bundle.DECODER + ", FP16",
        Bundle.DECODER + ", BF16"
    })
    void shouldFindNothingInPerceptTinyInLowerPrecision(String file, ElementType low) throws IOException {
        ModelProto lowered = MixedPrecision.of(read(file), low, name -> name.startsWith("cache_"));

        assertThat(GraphCheck.of(lowered)).isEmpty();
    }

    @Test
    void shouldRefuseOperatorsOfOneRuntimeOnly() {
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .foreign("com.microsoft", "FastGelu", "x", "y")
                .model();

        assertThat(problem(model)).contains("FastGelu -> y").contains("com.microsoft");
    }

    @Test
    void shouldRefuseOperatorsThatTensorRtDoesNotImport() {
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .node("BitShift", List.of("x"), "y")
                .model();

        assertThat(problem(model)).contains("does not import");
    }

    @Test
    void shouldRefuseLengthsThatDependOnTheData() {
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .node("NonZero", List.of("x"), "y")
                .model();

        assertThat(problem(model)).contains("depends on the data");
    }

    @Test
    void shouldRefuseShapesThatAreTakenFromTheData() {
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .input("lengths", INT64)
                .node("Reshape", List.of("x", "lengths"), "y")
                .model();

        assertThat(problem(model)).contains("takes a shape from lengths");
    }

    @Test
    void shouldAllowShapesThatAreTakenFromShapes() {
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .input("other", FP32)
                .node("Shape", List.of("other"), "lengths")
                .node("Reshape", List.of("x", "lengths"), "y")
                .model();

        assertThat(GraphCheck.of(model)).isEmpty();
    }

    @Test
    void shouldLookIntoTheBranchesOfAnIf() {
        Graphs branch = Graphs.graph().node("NonZero", List.of("x"), "found").output("found", INT64);
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .input("condition", BOOL)
                .around("If", "condition", "y", "then_branch", branch)
                .model();

        assertThat(problem(model)).contains("NonZero -> found").contains("depends on the data");
    }

    @Test
    void shouldLookIntoTheBodyOfALoop() {
        Graphs body = Graphs.graph()
                .foreign("com.microsoft", "FastGelu", "x", "next")
                .output("goes on", BOOL)
                .output("next", FP32);
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .input("times", INT64)
                .around("Loop", "times", "y", "body", body)
                .node("Erf", List.of("y"), "z")
                .model();

        assertThat(problem(model)).contains("FastGelu -> next").contains("com.microsoft");
    }

    @Test
    void shouldAllowBranchesInWhichNothingIsWrong() {
        Graphs branch = Graphs.graph()
                .weight("two", FP32, 2)
                .node("Mul", List.of("x", "two"), "twice")
                .output("twice", FP32);
        ModelProto model = Graphs.graph()
                .input("x", FP32)
                .input("condition", BOOL)
                .around("If", "condition", "y", "then_branch", branch)
                .node("Erf", List.of("y"), "z")
                .model();

        assertThat(GraphCheck.of(model)).isEmpty();
    }

    @Test
    void shouldLookIntoFunctionsOfTheModel() {
        Graphs body = Graphs.graph()
                .input("a", FP32)
                .foreign("com.microsoft", "FastGelu", "a", "b")
                .output("b", FP32);
        ModelProto model = Graphs.graph()
                .function("local", "Activation", body)
                .input("x", FP32)
                .foreign("local", "Activation", "x", "y")
                .foreign("local", "Activation", "y", "z")
                .model();

        assertThat(problem(model)).contains("FastGelu -> b").contains("com.microsoft");
    }

    @Test
    void shouldAllowFunctionsOfTheModelInWhichNothingIsWrong() {
        Graphs body =
                Graphs.graph().input("a", FP32).node("Shape", List.of("a"), "b").output("b", INT64);
        ModelProto model = Graphs.graph()
                .function("local", "Lengths", body)
                .input("x", FP32)
                .foreign("local", "Lengths", "x", "lengths")
                .node("Reshape", List.of("x", "lengths"), "y")
                .model();

        assertThat(GraphCheck.of(model)).isEmpty();
    }

    @Test
    void shouldRefuseAFunctionThatCallsItself() {
        Graphs body = Graphs.graph()
                .input("a", FP32)
                .foreign("local", "Endless", "a", "b")
                .output("b", FP32);
        ModelProto model = Graphs.graph()
                .function("local", "Endless", body)
                .input("x", FP32)
                .foreign("local", "Endless", "x", "y")
                .model();

        assertThat(problem(model)).contains("Endless -> b").contains("within itself");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 13, 16, 25})
    void shouldRefuseOperatorSetsOutsideTheContract(int opset) {
        ModelProto model = Graphs.graph()
                .opset(opset)
                .input("x", FP32)
                .node("Erf", List.of("x"), "y")
                .model();

        assertThat(problem(model)).contains("opset").contains(String.valueOf(opset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LayerNormalization", "Softmax", "ReduceL2", "Sqrt"})
    void shouldRefuseNormsAndSoftmaxInHalfPrecision(String operator) {
        ModelProto model = Graphs.graph()
                .input("x", FP16)
                .node(operator, List.of("x"), "y")
                .model();

        assertThat(problem(model)).contains(operator).contains("FP16");
    }

    @Test
    void shouldAllowNormsOfHalfPrecisionOnAnIslandOfSinglePrecision() {
        ModelProto model = Graphs.graph()
                .input("x", FP16)
                .cast("x", "wide", FP32)
                .node("Softmax", List.of("wide"), "soft")
                .cast("soft", "y", FP16)
                .model();

        assertThat(GraphCheck.of(model)).isEmpty();
    }

    @Test
    void shouldRefuseConstantsThatHalfPrecisionDoesNotHold() {
        ModelProto model = Graphs.graph()
                .input("x", FP16)
                .weight("mask", FP16, 1, -1e9f)
                .node("Add", List.of("x", "mask"), "y")
                .model();

        assertThat(problem(model)).contains("mask").contains("infinity");
    }

    @Test
    void shouldRefuseConstantsOfNodesThatHalfPrecisionDoesNotHold() {
        ModelProto model = Graphs.graph()
                .input("x", FP16)
                .constant("mask", FP16, 1, -1e9f)
                .node("Add", List.of("x", "mask"), "y")
                .model();

        assertThat(problem(model)).contains("Constant -> mask").contains("infinity");
    }

    @Test
    void shouldRefuseTypesThatAnOperatorIsNotComputedIn() {
        ModelProto model =
                Graphs.graph().input("x", INT64).node("Erf", List.of("x"), "y").model();

        assertThat(problem(model)).contains("not computed in INT64");
    }

    private static ModelProto read(String file) throws IOException {
        return OnnxFile.read(Path.of(TestBundle.DIRECTORY.toString(), file));
    }

    private static String problem(ModelProto model) {
        List<GraphProblem> problems = GraphCheck.of(model);
        assertThat(problems).hasSize(1);
        return problems.getFirst().toString();
    }
}
