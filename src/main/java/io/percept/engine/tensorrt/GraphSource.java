package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.TensorNames;
import io.percept.engine.onnx.GraphCheck;
import io.percept.engine.onnx.GraphProblem;
import io.percept.engine.onnx.MixedPrecision;
import io.percept.engine.onnx.OnnxFile;
import io.percept.engine.onnx.format.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A bundle's graph in a precision, as it goes to TensorRT: checked, with the cache in the precision of the products. */
public final class GraphSource {

    private GraphSource() {}

    /**
     * @param file {@link Bundle#ENCODER} or {@link Bundle#DECODER}
     * @throws BundleException if the file cannot be read, or TensorRT could not build it
     */
    public static ModelProto of(Bundle bundle, String file, Precision precision) {
        Path path = bundle.file(file);
        ModelProto model;
        try {
            model = OnnxFile.read(path);
        } catch (IOException e) {
            throw new BundleException(path, "cannot be read: " + e.getMessage(), e);
        }
        if (precision.type().isLow()) {
            model = lowered(model, path, precision);
        }
        List<GraphProblem> problems = GraphCheck.of(model);
        if (!problems.isEmpty()) {
            throw new BundleException(
                    path,
                    "TensorRT cannot build it in " + precision + ": "
                            + problems.stream().map(GraphProblem::toString).collect(Collectors.joining("; ")));
        }
        return model;
    }

    private static ModelProto lowered(ModelProto model, Path path, Precision precision) {
        try {
            return MixedPrecision.of(model, precision.type(), TensorNames::isKeysOrValues);
        } catch (IllegalArgumentException e) {
            throw new BundleException(path, "cannot be computed in " + precision + ": " + e.getMessage(), e);
        }
    }
}
