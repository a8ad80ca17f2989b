package io.percept.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.onnxruntime.engine.OrtNDArray;
import ai.djl.onnxruntime.engine.OrtNDManager;
import ai.djl.onnxruntime.engine.OrtSymbolBlock;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;

/**
 * DJL's block of a graph in the ONNX Runtime, with a call that writes outputs into arrays that are there already. In DJL's own call the
 * runtime makes new arrays for them, whose values its Java interface hands over as copies on the heap. Thread-safe.
 */
final class GraphBlock extends OrtSymbolBlock {

    private final OrtSession session;

    /** @param session closed with this */
    GraphBlock(OrtSession session, OrtNDManager manager) {
        super(session, manager);
        this.session = session;
    }

    /**
     * Runs the graph as far as the outputs need it.
     *
     * @param inputs named, all that the graph has
     * @param outputs named, of the shapes that the call makes; over direct buffers
     * @throws OrtException if the call fails; what the outputs hold is then of no use
     */
    void run(NDList inputs, NDList outputs) throws OrtException {
        session.run(tensors(inputs), tensors(outputs)).close();
    }

    private static Map<String, OnnxTensor> tensors(NDList arrays) {
        Map<String, OnnxTensor> tensors = HashMap.newHashMap(arrays.size());
        for (NDArray array : arrays) {
            tensors.put(array.getName(), ((OrtNDArray) array).getTensor());
        }
        return tensors;
    }
}
