package io.percept.engine.onnx;

import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.FunctionProto;
import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.OperatorSetIdProto;
import io.percept.engine.onnx.format.TensorProto;
import io.percept.engine.onnx.format.TypeProto;
import io.percept.engine.onnx.format.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;

/** Small graphs for tests, put together node by node. */
final class Graphs {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final List<FunctionProto> functions = new ArrayList<>();
    private int opset = 18;

    static Graphs graph() {
        return new Graphs();
    }

    Graphs opset(int version) {
        opset = version;
        return this;
    }

    Graphs input(String name, ElementType type) {
        graph.addInput(value(name, type));
        return this;
    }

    Graphs output(String name, ElementType type) {
        graph.addOutput(value(name, type));
        return this;
    }

    Graphs weight(String name, ElementType type, float... values) {
        TensorProto.Builder single = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementType.FP32.code())
                .addDims(values.length);
        for (float value : values) {
            single.addFloatData(value);
        }
        graph.addInitializer(
                type == ElementType.FP32 ? single.build() : TensorValues.lowered(single.build(), type, name));
        return this;
    }

    Graphs node(String operator, List<String> inputs, String output) {
        graph.addNode(
                NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output));
        return this;
    }

    /** A node that holds a tensor. */
    Graphs constant(String output, ElementType type, float... values) {
        TensorProto held = new Graphs().weight("", type, values).graph.getInitializer(0);
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName("value").setT(held)));
        return this;
    }

    /** A node with a graph of its own, such as the branch of an If. */
    Graphs around(String operator, String input, String output, String attribute, Graphs body) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName(attribute).setG(body.graph)));
        return this;
    }

    /** A function of the model; its inputs and outputs are those of its body. */
    Graphs function(String domain, String name, Graphs body) {
        FunctionProto.Builder function =
                FunctionProto.newBuilder().setDomain(domain).setName(name);
        body.graph.getInputList().forEach(input -> function.addInput(input.getName()));
        body.graph.getOutputList().forEach(output -> function.addOutput(output.getName()));
        functions.add(function.addAllNode(body.graph.getNodeList()).build());
        return this;
    }

    Graphs foreign(String domain, String operator, String input, String output) {
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .addInput(input)
                .addOutput(output));
        return this;
    }

    Graphs cast(String input, String output, ElementType to) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput(input)
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder().setName("to").setI(to.code())));
        return this;
    }

    ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(10)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(graph)
                .addAllFunctions(functions)
                .build();
    }

    private static ValueInfoProto value(String name, ElementType type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.code())))
                .build();
    }
}
