package io.percept.engine.onnx;

import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.TensorProto;
import io.percept.engine.onnx.format.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Puts the products of a graph (MatMul, Gemm, Conv) into half precision and leaves all else in single precision, so that
 * norms, softmax, masks and sums of residuals are islands by construction. Weights of products are stored in the lower
 * precision; casts stand where values cross. Inputs and outputs that are named, such as the decoder's cache, change their
 * type; the others keep it.
 *
 * <p>TensorRT takes precisions from the graph: weakly typed networks, where the builder chooses, are deprecated since
 * TensorRT 10.12 and gone in 11, and cannot promise which layer is computed in what.
 */
public final class MixedPrecision {

    private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "Conv");
    /** Operators that move values and compute nothing: they keep what they are given. */
    private static final Set<String> MOVES =
            Set.of("Transpose", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Flatten", "Expand", "Slice", "Gather");

    private final GraphProto graph;
    private final ElementType low;
    private final Predicate<String> lowBinding;
    private final GraphProto.Builder result;
    private final TensorTypes types;
    private final Map<String, TensorProto> weights = new HashMap<>();
    private final Map<String, TensorProto> loweredWeights = new LinkedHashMap<>();
    private final Set<String> casts = new HashSet<>();
    private final Set<String> lowOutputs = new HashSet<>();
    /** Tensors that have kept their name and changed their type. */
    private final Set<String> changed = new HashSet<>();

    private MixedPrecision(GraphProto graph, ElementType low, Predicate<String> lowBinding) {
        this.graph = graph;
        this.low = low;
        this.lowBinding = lowBinding;
        this.result = graph.toBuilder().clearNode().clearInput().clearOutput().clearValueInfo();
        this.types = TensorTypes.ofInputs(graph);
        graph.getInitializerList().forEach(weight -> weights.put(weight.getName(), weight));
    }

    /**
     * @param low {@link ElementType#FP16} or {@link ElementType#BF16}
     * @param lowBinding which floating-point inputs and outputs of the graph change to the lower precision too
     * @throws IllegalArgumentException where a graph within a node, which is left as it is, reads a tensor that changes
     */
    public static ModelProto of(ModelProto model, ElementType low, Predicate<String> lowBinding) {
        if (!low.isLow()) {
            throw new IllegalArgumentException(low + " is no lower precision");
        }
        GraphProto graph = new MixedPrecision(model.getGraph(), low, lowBinding).rewrite();
        return model.toBuilder().setGraph(graph).build();
    }

    private GraphProto rewrite() {
        for (ValueInfoProto input : graph.getInputList()) {
            boolean change = lowBinding.test(input.getName()) && types.get(input.getName()) == ElementType.FP32;
            result.addInput(change ? retyped(input) : input);
            if (change) {
                types.put(input.getName(), low);
                changed.add(input.getName());
            }
        }
        for (ValueInfoProto output : graph.getOutputList()) {
            boolean single = output.getType().getTensorType().getElemType() == ElementType.FP32.code();
            boolean change = single && lowBinding.test(output.getName());
            result.addOutput(change ? retyped(output) : output);
            if (change) {
                lowOutputs.add(output.getName());
            }
        }
        graph.getNodeList().forEach(this::add);
        result.addAllInitializer(loweredWeights.values());
        return withoutUnusedWeights(result.build());
    }

    private void add(NodeProto node) {
        refuseToReadWithin(node);
        NodeProto.Builder copy = node.toBuilder();
        if (PRODUCTS.contains(node.getOpType()) && isFloat(node.getInput(0))) {
            replaceInputs(copy, low);
            emit(copy, low);
        } else if (MOVES.contains(node.getOpType()) && types.get(node.getInput(0)) == low) {
            emit(copy, low);
        } else {
            replaceInputs(copy, ElementType.FP32);
            types.add(copy.build());
            emit(copy, types.get(node.getOutput(0)));
        }
    }

    private void refuseToReadWithin(NodeProto node) {
        for (String tensor : readWithin(node)) {
            if (changed.contains(tensor)) {
                throw new IllegalArgumentException("the graph within " + OnnxFile.label(node) + " reads " + tensor
                        + ", which becomes " + low + " while that graph stays as it is; read it before the node and"
                        + " hand on what is made of it");
            }
        }
    }

    /** Adds a node whose first output comes in a type, and casts it to what its readers expect. */
    private void emit(NodeProto.Builder node, ElementType made) {
        String output = node.getOutput(0);
        ElementType wanted = lowOutputs.contains(output)
                ? low
                // What a product makes goes back to single precision at once; what is only moved stays as it is.
                : PRODUCTS.contains(node.getOpType()) && made == low ? ElementType.FP32 : made;
        boolean moved = MOVES.contains(node.getOpType()) && changed.contains(node.getInput(0));
        if (wanted == low && (moved || lowOutputs.contains(output))) {
            changed.add(output);
        }
        if (wanted == made) {
            result.addNode(node);
            types.put(output, made);
            return;
        }
        String raw = output + "." + made;
        result.addNode(node.setOutput(0, raw));
        types.put(raw, made);
        result.addNode(cast(raw, output, wanted));
        types.put(output, wanted);
    }

    private void replaceInputs(NodeProto.Builder node, ElementType wanted) {
        for (int i = 0; i < node.getInputCount(); i++) {
            String input = node.getInput(i);
            if (!input.isEmpty() && isFloat(input) && types.get(input) != wanted) {
                node.setInput(i, in(input, wanted));
            }
        }
    }

    /** A tensor in a type: a weight that is stored so, or a cast of it that all readers share. */
    private String in(String tensor, ElementType wanted) {
        String name = tensor + "." + wanted;
        if (weights.containsKey(tensor) && wanted == low) {
            loweredWeights.computeIfAbsent(name, n -> TensorValues.lowered(weights.get(tensor), low, n));
        } else if (casts.add(name)) {
            result.addNode(cast(tensor, name, wanted));
        }
        types.put(name, wanted);
        return name;
    }

    private boolean isFloat(String tensor) {
        ElementType type = types.get(tensor);
        return type == ElementType.FP32 || type == low;
    }

    private ValueInfoProto retyped(ValueInfoProto value) {
        ValueInfoProto.Builder copy = value.toBuilder();
        copy.getTypeBuilder().getTensorTypeBuilder().setElemType(low.code());
        return copy.build();
    }

    private static NodeProto cast(String from, String to, ElementType type) {
        return NodeProto.newBuilder()
                .setOpType("Cast")
                .setName("cast " + to)
                .addInput(from)
                .addOutput(to)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(type.code()))
                .build();
    }

    private static GraphProto withoutUnusedWeights(GraphProto graph) {
        Set<String> read = readBy(graph);
        var kept = graph.getInitializerList().stream()
                .filter(weight -> read.contains(weight.getName()))
                .toList();
        return graph.toBuilder().clearInitializer().addAllInitializer(kept).build();
    }

    /** What the nodes of a graph read, and the graphs within them, and what the graph gives out. */
    private static Set<String> readBy(GraphProto graph) {
        Set<String> names = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            names.addAll(node.getInputList());
            names.addAll(readWithin(node));
        }
        graph.getOutputList().forEach(output -> names.add(output.getName()));
        return names;
    }

    /** What the graphs within a node read, which see the tensors around it by their names. */
    private static Set<String> readWithin(NodeProto node) {
        Set<String> names = new HashSet<>();
        node.getAttributeList().stream()
                .filter(AttributeProto::hasG)
                .forEach(attribute -> names.addAll(readBy(attribute.getG())));
        return names;
    }
}
