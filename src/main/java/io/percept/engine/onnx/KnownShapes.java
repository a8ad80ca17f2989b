package io.percept.engine.onnx;

import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.NodeProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tensors of a graph follow from weights and from the shapes of inputs alone. Whatever a shape is made of must be
 * among them: TensorRT allocates its memory before it has seen any data.
 */
final class KnownShapes {

    /** Operators whose output has a length that only the data tell. */
    private static final Set<String> DATA_DEPENDENT = Set.of(
            "NonZero", "Compress", "Unique", "NonMaxSuppression", "SequenceAt", "SplitToSequence", "StringSplit");

    /** The inputs of an operator that become a shape, an axis or a length. */
    private static final Map<String, List<Integer>> SHAPE_INPUTS = Map.ofEntries(
            Map.entry("Reshape", List.of(1)),
            Map.entry("Expand", List.of(1)),
            Map.entry("Tile", List.of(1)),
            Map.entry("Range", List.of(0, 1, 2)),
            Map.entry("ConstantOfShape", List.of(0)),
            Map.entry("Slice", List.of(1, 2, 3, 4)),
            Map.entry("Pad", List.of(1, 3)),
            Map.entry("Resize", List.of(2, 3)),
            Map.entry("Upsample", List.of(1)),
            Map.entry("Split", List.of(1)),
            Map.entry("Squeeze", List.of(1)),
            Map.entry("Unsqueeze", List.of(1)),
            Map.entry("TopK", List.of(1)),
            Map.entry("OneHot", List.of(1)),
            Map.entry("CumSum", List.of(1)));

    private final Set<String> known = new HashSet<>();
    private final Optional<KnownShapes> outer;

    private KnownShapes(Optional<KnownShapes> outer) {
        this.outer = outer;
    }

    /** Nothing is known yet. */
    static KnownShapes none() {
        return new KnownShapes(Optional.empty());
    }

    /** Starts with the weights. */
    static KnownShapes of(GraphProto graph) {
        return none().learning(graph);
    }

    /** The same of a graph within a node, for which all counts as well that is known here. */
    KnownShapes ofBody(GraphProto body) {
        return new KnownShapes(Optional.of(this)).learning(body);
    }

    private KnownShapes learning(GraphProto graph) {
        graph.getInitializerList().forEach(weight -> learn(weight.getName()));
        return this;
    }

    /** Whether a tensor follows from weights and from the shapes of inputs alone. */
    boolean knows(String tensor) {
        return known.contains(tensor)
                || outer.filter(around -> around.knows(tensor)).isPresent();
    }

    void learn(String tensor) {
        known.add(tensor);
    }

    /** The problems of a node; its outputs then count for the nodes after it. */
    Collection<GraphProblem> add(NodeProto node) {
        List<GraphProblem> problems = new ArrayList<>();
        String operator = node.getOpType();
        if (DATA_DEPENDENT.contains(operator)) {
            problems.add(new GraphProblem(
                    OnnxFile.label(node),
                    "the length of its output depends on the data; use Where and Gather instead"));
        }
        for (int at : shapeInputs(operator)) {
            if (at < node.getInputCount() && !node.getInput(at).isEmpty() && !knows(node.getInput(at))) {
                problems.add(new GraphProblem(
                        OnnxFile.label(node),
                        "takes a shape from " + node.getInput(at) + ", which depends on the data"));
            }
        }
        boolean fromShape = operator.equals("Shape") || operator.equals("Size");
        if (fromShape
                || !DATA_DEPENDENT.contains(operator) && named(node).stream().allMatch(this::knows)) {
            known.addAll(node.getOutputList());
        }
        return problems;
    }

    private static List<Integer> shapeInputs(String operator) {
        return operator.startsWith("Reduce") ? List.of(1) : SHAPE_INPUTS.getOrDefault(operator, List.of());
    }

    private static List<String> named(NodeProto node) {
        return node.getInputList().stream().filter(name -> !name.isEmpty()).toList();
    }
}
