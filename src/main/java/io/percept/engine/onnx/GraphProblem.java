package io.percept.engine.onnx;

/**
 * Why TensorRT would refuse a graph, or compute it wrongly.
 *
 * @param where the node, input or profile
 * @param reason what is wrong with it, and what to do
 */
public record GraphProblem(String where, String reason) {

    @Override
    public String toString() {
        return where + ": " + reason;
    }
}
