package io.percept.faults;

import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.onnx.OnnxFile;
import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.GraphProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import io.percept.engine.onnx.format.TensorProto;
import io.percept.engine.onnx.format.TensorShapeProto;
import io.percept.engine.onnx.format.TypeProto;
import io.percept.engine.onnx.format.ValueInfoProto;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The shipped model with an encoder that fails on purpose, in the engine's own native code and on some images only. Where an image
 * of the batch is all of one colour, {@link #THROWS} makes it look into a table beyond its end, which ONNX Runtime refuses, and
 * {@link #HANGS} makes it count for half a minute. All other images are encoded as ever: a zero is added to their pixels.
 *
 * <pre>
 *   pixels ─▶ |pixels − colour| ─▶ max per image ─▶ min of the batch ─▶ is it near 0? ─▶ 0 or 1 ─▶ Gather / Loop ─▶ + pixels
 * </pre>
 */
final class FaultyBundle {

    static final Color THROWS = Color.MAGENTA;
    static final Color HANGS = Color.CYAN;

    private static final Path SOUND = Path.of("model-worker", "models", "percept-tiny");
    private static final String DESCRIPTION = "bundle.yaml";
    private static final String PIXELS = "pixel_values";
    /** Turns of the loop; one takes a fraction of a microsecond. */
    private static final long TURNS = Long.getLong("faults.hang-turns", 150_000_000);

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int BOOL = 9;

    private final Bundle bundle;
    private final GraphProto.Builder graph;

    private FaultyBundle(Bundle bundle, GraphProto.Builder graph) {
        this.bundle = bundle;
        this.graph = graph;
    }

    /** Writes the bundle, and gives its directory. */
    static Path in(Path directory) {
        try {
            Files.createDirectories(directory);
            TestBundle.copyTo(directory);
            byte[] encoder = encoder();
            Files.write(directory.resolve(Bundle.ENCODER), encoder);
            String description = Files.readString(SOUND.resolve(DESCRIPTION));
            String sound = sha256(Files.readAllBytes(SOUND.resolve(Bundle.ENCODER)));
            if (!description.contains(sound)) {
                throw new IllegalStateException("The bundle's description does not hold the encoder's digest");
            }
            Files.writeString(directory.resolve(DESCRIPTION), description.replace(sound, sha256(encoder)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoder() throws IOException {
        ModelProto model = OnnxFile.read(SOUND.resolve(Bundle.ENCODER));
        FaultyBundle faulty = new FaultyBundle(Bundle.load(SOUND), model.getGraph().toBuilder());
        return model.toBuilder().setGraph(faulty.graph()).build().toByteArray();
    }

    private GraphProto graph() {
        List<NodeProto> sound = graph.getNodeList().stream()
                .map(node -> renamed(node, PIXELS, "faulty_pixels"))
                .toList();
        graph.clearNode();
        graph.addInitializer(floats("faulty_zero", List.of(1L), 0f));
        graph.addInitializer(floats("faulty_near", List.of(), 0.05f));
        graph.addInitializer(longs("faulty_axes", List.of(3L), 1, 2, 3));
        graph.addInitializer(longs("faulty_turns", List.of(), TURNS));
        graph.addInitializer(TensorProto.newBuilder()
                .setName("faulty_true")
                .setDataType(BOOL)
                .addInt32Data(1));
        String throwing = flag("faulty_throws", THROWS);
        graph.addNode(node("Gather", "faulty_gathered", "faulty_zero", throwing));
        String hanging = flag("faulty_hangs", HANGS);
        graph.addNode(node("Mul", "faulty_count", hanging, "faulty_turns"));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Loop")
                .addInput("faulty_count")
                .addInput("faulty_true")
                .addInput("faulty_gathered")
                .addOutput("faulty_counted")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("body")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body())));
        graph.addNode(node("Add", "faulty_pixels", PIXELS, "faulty_counted"));
        sound.forEach(graph::addNode);
        return graph.build();
    }

    /** 1 where an image of the batch is all of the colour, else 0. */
    private String flag(String name, Color colour) {
        float[] rgb = colour.getRGBColorComponents(null);
        float[] normalised = new float[3];
        for (int i = 0; i < 3; i++) {
            normalised[i] = (float) ((rgb[i] - bundle.image().mean().get(i))
                    / bundle.image().std().get(i));
        }
        graph.addInitializer(floats(name + "_colour", List.of(1L, 3L, 1L, 1L), normalised));
        graph.addNode(node("Sub", name + "_difference", PIXELS, name + "_colour"));
        graph.addNode(node("Abs", name + "_distance", name + "_difference"));
        graph.addNode(node("ReduceMax", name + "_farthest", name + "_distance", "faulty_axes").toBuilder()
                .addAttribute(flagAttribute("keepdims", 0)));
        graph.addNode(node("ReduceMin", name + "_nearest", name + "_farthest").toBuilder()
                .addAttribute(flagAttribute("keepdims", 0)));
        graph.addNode(node("Less", name + "_is", name + "_nearest", "faulty_near"));
        graph.addNode(node("Cast", name, name + "_is").toBuilder().addAttribute(flagAttribute("to", INT64)));
        return name;
    }

    private static GraphProto body() {
        return GraphProto.newBuilder()
                .setName("count")
                .addInput(scalar("turn", INT64))
                .addInput(scalar("go_on", BOOL))
                .addInput(scalar("value", FLOAT))
                .addOutput(scalar("goes_on", BOOL))
                .addOutput(scalar("same", FLOAT))
                .addNode(node("Identity", "goes_on", "go_on"))
                .addNode(node("Abs", "same", "value"))
                .build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    private static NodeProto renamed(NodeProto node, String from, String to) {
        NodeProto.Builder other = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).equals(from)) {
                other.setInput(i, to);
            }
        }
        return other.build();
    }

    private static AttributeProto flagAttribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto floats(String name, List<Long> dimensions, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(FLOAT).addAllDims(dimensions);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private static TensorProto longs(String name, List<Long> dimensions, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(INT64).addAllDims(dimensions);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static ValueInfoProto scalar(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type)
                                .setShape(TensorShapeProto.getDefaultInstance())))
                .build();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
