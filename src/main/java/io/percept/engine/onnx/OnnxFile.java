package io.percept.engine.onnx;

import com.google.protobuf.CodedInputStream;
import io.percept.engine.onnx.format.AttributeProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reading of ONNX files and of the attributes of their nodes. */
public final class OnnxFile {

    private OnnxFile() {}

    /**
     * Reads a file whole, weights included.
     *
     * @throws IOException if the file cannot be read or is no ONNX file
     */
    public static ModelProto read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            CodedInputStream coded = CodedInputStream.newInstance(in);
            coded.setSizeLimit(Integer.MAX_VALUE);
            ModelProto model = ModelProto.parseFrom(coded);
            if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
                throw new IOException(file + " is no ONNX file: it has no graph or no operator set");
            }
            return model;
        }
    }

    static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** The node as a message names it: its operator, and the tensor that it makes. */
    static String label(NodeProto node) {
        return node.getOpType() + " -> " + (node.getOutputCount() == 0 ? "nothing" : node.getOutput(0));
    }
}
