package io.percept.engine.onnx;

import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.TensorProto;
import io.percept.engine.onnx.format.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The element type of every tensor of a graph: of inputs and weights as declared, of the others by the rules of the
 * operators, which is what TensorRT goes by in a strongly typed network. Not thread-safe.
 */
final class TensorTypes {

    private static final Set<String> COMPARISONS = Set.of(
            "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "And", "Or", "Not", "Xor", "IsNaN", "IsInf");
    private static final Set<String> COUNTS = Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero");

    private final Map<String, ElementType> types = new HashMap<>();
    private final Optional<TensorTypes> outer;

    private TensorTypes(Optional<TensorTypes> outer) {
        this.outer = outer;
    }

    /** No tensor is known yet. */
    static TensorTypes none() {
        return new TensorTypes(Optional.empty());
    }

    /** Takes the inputs and weights of a graph; nodes are added one by one in their order. */
    static TensorTypes ofInputs(GraphProto graph) {
        return none().declaring(graph);
    }

    /** The same of a graph within a node, which sees the tensors that are known here as well. */
    TensorTypes ofBody(GraphProto body) {
        return new TensorTypes(Optional.of(this)).declaring(body);
    }

    private TensorTypes declaring(GraphProto graph) {
        graph.getInputList().forEach(this::declare);
        for (TensorProto weight : graph.getInitializerList()) {
            types.put(weight.getName(), ElementType.of(weight.getDataType()));
        }
        return this;
    }

    /** The type of a tensor; {@link ElementType#OTHER} if it is not known. */
    ElementType get(String tensor) {
        ElementType type = types.get(tensor);
        return type == null ? outer.map(around -> around.get(tensor)).orElse(ElementType.OTHER) : type;
    }

    void put(String tensor, ElementType type) {
        types.put(tensor, type);
    }

    /** Adds the outputs of a node whose inputs are known. */
    void add(NodeProto node) {
        ElementType type = outputType(node);
        for (int i = 0; i < node.getOutputCount(); i++) {
            boolean indices = node.getOpType().equals("TopK") && i == 1;
            types.put(node.getOutput(i), indices ? ElementType.INT64 : type);
        }
    }

    private ElementType outputType(NodeProto node) {
        String operator = node.getOpType();
        if (COMPARISONS.contains(operator)) {
            return ElementType.BOOL;
        }
        if (COUNTS.contains(operator)) {
            return ElementType.INT64;
        }
        return switch (operator) {
            case "Cast" -> OnnxFile.attribute(node, "to")
                    .map(to -> ElementType.of((int) to.getI()))
                    .orElse(ElementType.OTHER);
            case "Constant" -> constantType(node);
            case "ConstantOfShape" -> OnnxFile.attribute(node, "value")
                    .map(value -> ElementType.of(value.getT().getDataType()))
                    .orElse(ElementType.FP32);
            case "Where", "CastLike" -> input(node, 1);
            case "OneHot" -> input(node, 2);
            default -> input(node, 0);
        };
    }

    private ElementType input(NodeProto node, int at) {
        return at < node.getInputCount() ? get(node.getInput(at)) : ElementType.OTHER;
    }

    private static ElementType constantType(NodeProto node) {
        Optional<AttributeProto> tensor = OnnxFile.attribute(node, "value");
        if (tensor.isPresent()) {
            return ElementType.of(tensor.get().getT().getDataType());
        }
        boolean whole = OnnxFile.attribute(node, "value_int").isPresent()
                || OnnxFile.attribute(node, "value_ints").isPresent();
        return whole ? ElementType.INT64 : ElementType.FP32;
    }

    private void declare(ValueInfoProto value) {
        types.put(
                value.getName(), ElementType.of(value.getType().getTensorType().getElemType()));
    }
}
