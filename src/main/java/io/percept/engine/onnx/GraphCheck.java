package io.percept.engine.onnx;

import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.FunctionProto;
import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.OperatorSetIdProto;
import io.percept.engine.onnx.format.TensorProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says, without a GPU and without TensorRT, why TensorRT 10 would refuse a graph or compute it wrongly: operator sets,
 * operators, element types, shapes that depend on data, and operators that need single precision and do not have it. The branches and
 * bodies within nodes are looked at as well, and the functions that a model brings along, in the place of the nodes that call them. A graph
 * without problems may still be refused by TensorRT's builder; a graph with problems is certain to fail.
 */
public final class GraphCheck {

    /** What the decoder contract asks for at least; see docs/architecture.md. */
    private static final int CONTRACT_OPSET = 17;

    private static final Set<String> STANDARD = Set.of("", "ai.onnx");

    /** Nodes that hold a tensor, which need not be among the weights. */
    private static final Set<String> CONSTANTS = Set.of("Constant", "ConstantOfShape");

    private final LocalFunctions functions;
    /** Of the whole model. A function that is called again has the same ones again. */
    private final Set<GraphProblem> problems;

    private final Set<String> weights;
    private final TensorTypes types;
    private final KnownShapes shapes;
    private final SinglePrecision islands;

    private GraphCheck(
            LocalFunctions functions,
            Set<GraphProblem> problems,
            Set<String> weights,
            TensorTypes types,
            KnownShapes shapes) {
        this.functions = functions;
        this.problems = problems;
        this.weights = weights;
        this.types = types;
        this.shapes = shapes;
        this.islands = new SinglePrecision(types);
    }

    /** The problems of a model; none: TensorRT should build it. */
    public static List<GraphProblem> of(ModelProto model) {
        GraphProto graph = model.getGraph();
        GraphCheck check = new GraphCheck(
                new LocalFunctions(model),
                new LinkedHashSet<>(),
                new HashSet<>(),
                TensorTypes.ofInputs(graph),
                KnownShapes.of(graph));
        check.operatorSets(model.getOpsetImportList());
        check.graph(graph);
        return List.copyOf(check.problems);
    }

    private void operatorSets(List<OperatorSetIdProto> sets) {
        sets.forEach(set -> operatorSet("opset", set));
        if (sets.stream().noneMatch(GraphCheck::isStandard)) {
            problem("opset", "is missing");
        }
    }

    private void operatorSet(String where, OperatorSetIdProto set) {
        boolean outside = set.getVersion() < CONTRACT_OPSET || set.getVersion() > OperatorTable.HIGHEST_OPSET;
        if (isStandard(set) && outside) {
            problem(
                    where,
                    "is " + set.getVersion() + ", but must be " + CONTRACT_OPSET + " to " + OperatorTable.HIGHEST_OPSET
                            + "; export the graph again");
        }
    }

    private static boolean isStandard(OperatorSetIdProto set) {
        return STANDARD.contains(set.getDomain());
    }

    private void graph(GraphProto graph) {
        graph.getInitializerList().forEach(weight -> {
            weights.add(weight.getName());
            weight(weight.getName(), weight);
        });
        graph.getNodeList().forEach(this::node);
    }

    private void weight(String where, TensorProto weight) {
        if (weight.getDataLocation() != 0) {
            problem(where, "its data lie in another file, which a bundle does not have");
        }
        problems.addAll(islands.ofWeight(where, weight));
    }

    private void node(NodeProto node) {
        String label = OnnxFile.label(node);
        Optional<FunctionProto> function = functions.called(node);
        if (function.isPresent()) {
            call(node, label, function.get());
            return;
        }
        types.add(node);
        if (!STANDARD.contains(node.getDomain())) {
            problem(label, "is an operator of " + node.getDomain() + ", which TensorRT does not know");
            return;
        }
        node.getAttributeList().stream()
                .filter(AttributeProto::hasG)
                .forEach(attribute -> body(node, attribute.getG()));
        if (CONSTANTS.contains(node.getOpType())) {
            OnnxFile.attribute(node, "value").ifPresent(value -> weight(label, value.getT()));
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

    /** A graph within a node, such as a branch of an If; it sees all that is there before the node. */
    private void body(NodeProto node, GraphProto body) {
        GraphCheck within =
                new GraphCheck(functions, problems, new HashSet<>(weights), types.ofBody(body), shapes.ofBody(body));
        boolean loop = node.getOpType().equals("Loop");
        for (int i = 0; i < body.getInputCount(); i++) {
            String input = body.getInput(i).getName();
            if (i < node.getInputCount()) {
                give(node.getInput(i), within, input);
            }
            if (loop && i == 0) {
                // The number of the iteration, which follows from no data.
                within.shapes.learn(input);
            }
        }
        within.graph(body);
        // The first output of a Loop's body says whether it goes on, and is none of the node.
        int first = loop ? 1 : 0;
        for (int i = 0; i < Math.min(node.getOutputCount(), body.getOutputCount() - first); i++) {
            types.put(
                    node.getOutput(i),
                    within.types.get(body.getOutput(i + first).getName()));
        }
    }

    /**
     * A function of the model; it sees what the node gives it and nothing else. Attributes that it would take from the node are not followed,
     * so that a Cast to a type which the node names is called one to a type that TensorRT does not have.
     */
    private void call(NodeProto node, String label, FunctionProto function) {
        if (!functions.enter(function)) {
            problem(label, "is called within itself");
            return;
        }
        GraphCheck within =
                new GraphCheck(functions, problems, new HashSet<>(), TensorTypes.none(), KnownShapes.none());
        for (int i = 0; i < Math.min(node.getInputCount(), function.getInputCount()); i++) {
            give(node.getInput(i), within, function.getInput(i));
            if (weights.contains(node.getInput(i))) {
                within.weights.add(function.getInput(i));
            }
        }
        function.getOpsetImportList().forEach(set -> operatorSet("opset of " + function.getName(), set));
        function.getNodeList().forEach(within::node);
        functions.leave(function);
        for (int i = 0; i < Math.min(node.getOutputCount(), function.getOutputCount()); i++) {
            types.put(node.getOutput(i), within.types.get(function.getOutput(i)));
            if (within.shapes.knows(function.getOutput(i))) {
                shapes.learn(node.getOutput(i));
            }
        }
    }

    /** Passes on what is known of a tensor that has another name within; a type that is declared there stays. */
    private void give(String tensor, GraphCheck within, String name) {
        if (within.types.get(name) == ElementType.OTHER) {
            within.types.put(name, types.get(tensor));
        }
        if (shapes.knows(tensor)) {
            within.shapes.learn(name);
        }
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
        if (reductionByInput && !weights.contains(node.getInput(1))) {
            problem(label, "its axes must be a weight of the graph");
        }
        if (operator.equals("ScatterND")
                && OnnxFile.attribute(node, "reduction")
                        .filter(reduction -> !reduction.getS().toStringUtf8().equals("none"))
                        .isPresent()) {
            problem(label, "only the reduction none is supported");
        }
    }

    private void problem(String where, String reason) {
        problems.add(new GraphProblem(where, reason));
    }
}
