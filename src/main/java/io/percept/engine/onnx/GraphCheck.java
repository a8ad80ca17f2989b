package io.percept.engine.onnx;

import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.OperatorSetIdProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says, without a GPU and without TensorRT, why TensorRT 10 would refuse a graph or compute it wrongly: operator sets,
 * operators, element types, shapes that depend on data, and operators that need single precision and do not have it. A graph
 * without problems may still be refused by TensorRT's builder; a graph with problems is certain to fail.
 */
public final class GraphCheck {

    /** What the decoder contract asks for at least; see docs/architecture.md. */
    private static final int CONTRACT_OPSET = 17;

    private static final Set<String> STANDARD = Set.of("", "ai.onnx");

    private final GraphProto graph;
    private final TensorTypes types;
    private final KnownShapes shapes;
    private final SinglePrecision islands;
    private final List<GraphProblem> problems = new ArrayList<>();

    private GraphCheck(GraphProto graph) {
        this.graph = graph;
        this.types = TensorTypes.of(graph);
        this.shapes = new KnownShapes(graph);
        this.islands = new SinglePrecision(types);
    }

    /** The problems of a model; none: TensorRT should build it. */
    public static List<GraphProblem> of(ModelProto model) {
        GraphCheck check = new GraphCheck(model.getGraph());
        check.operatorSets(model.getOpsetImportList());
        check.weights();
        check.graph.getNodeList().forEach(check::node);
        return List.copyOf(check.problems);
    }

    private void operatorSets(List<OperatorSetIdProto> sets) {
        boolean standard = false;
        for (OperatorSetIdProto set : sets) {
            if (!STANDARD.contains(set.getDomain())) {
                continue;
            }
            standard = true;
            if (set.getVersion() < CONTRACT_OPSET || set.getVersion() > OperatorTable.HIGHEST_OPSET) {
                problem(
                        "opset",
                        "is " + set.getVersion() + ", but must be " + CONTRACT_OPSET + " to "
                                + OperatorTable.HIGHEST_OPSET + "; export the graph again");
            }
        }
        if (!standard) {
            problem("opset", "is missing");
        }
    }

    private void weights() {
        graph.getInitializerList().forEach(weight -> {
            if (weight.getDataLocation() != 0) {
                problem(weight.getName(), "its data lie in another file, which a bundle does not have");
            }
            problems.addAll(islands.ofWeight(weight));
        });
    }

    private void node(NodeProto node) {
        String label = OnnxFile.label(node);
        if (!STANDARD.contains(node.getDomain())) {
            problem(label, "is an operator of " + node.getDomain() + ", which TensorRT does not know");
            return;
        }
        var supported = OperatorTable.types(node.getOpType());
        if (supported.isEmpty()) {
            problem(label, "TensorRT 10 does not import this operator");
        } else {
            elementTypes(node, label, supported.get());
        }
        restrictions(node, label);
        problems.addAll(shapes.add(node));
        problems.addAll(islands.ofNode(node));
    }

    private void elementTypes(NodeProto node, String label, Set<ElementType> supported) {
        // The data come first, but for those whose first input is a condition or a shape.
        int data =
                switch (node.getOpType()) {
                    case "Where" -> 1;
                    case "If", "Loop", "ConstantOfShape", "Constant" -> node.getInputCount();
                    default -> 0;
                };
        if (data < node.getInputCount()) {
            ElementType type = types.get(node.getInput(data));
            if (!supported.contains(type)) {
                problem(label, "is not computed in " + type + ", only in " + supported);
            }
        }
        for (String output : node.getOutputList()) {
            if (types.get(output) == ElementType.OTHER) {
                problem(label, "makes a tensor of a type that TensorRT does not have");
            }
        }
    }

    private void restrictions(NodeProto node, String label) {
        String operator = node.getOpType();
        if (operator.equals("LayerNormalization") && node.getOutputCount() > 1) {
            problem(label, "only its first output is supported");
        }
        boolean reductionByInput = operator.startsWith("Reduce") && node.getInputCount() > 1;
        if (reductionByInput && !isWeight(node.getInput(1))) {
            problem(label, "its axes must be a weight of the graph");
        }
        if (operator.equals("ScatterND")
                && OnnxFile.attribute(node, "reduction")
                        .filter(reduction -> !reduction.getS().toStringUtf8().equals("none"))
                        .isPresent()) {
            problem(label, "only the reduction none is supported");
        }
    }

    private boolean isWeight(String tensor) {
        return graph.getInitializerList().stream()
                .anyMatch(weight -> weight.getName().equals(tensor));
    }

    private void problem(String where, String reason) {
        problems.add(new GraphProblem(where, reason));
    }
}
