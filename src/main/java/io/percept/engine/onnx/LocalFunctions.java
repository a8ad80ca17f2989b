package io.percept.engine.onnx;

import io.percept.engine.onnx.format.FunctionProto;
import io.percept.engine.onnx.format.ModelProto;
import io.percept.engine.onnx.format.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions that a model brings along, and which of them are being looked into. Not thread-safe. */
final class LocalFunctions {

    /** What a node calls a function by. */
    private record Name(String domain, String name, String overload) {

        static Name of(FunctionProto function) {
            return new Name(function.getDomain(), function.getName(), function.getOverload());
        }
    }

    private final Map<Name, FunctionProto> functions = new HashMap<>();
    private final Set<Name> underWay = new HashSet<>();

    LocalFunctions(ModelProto model) {
        model.getFunctionsList().forEach(function -> functions.put(Name.of(function), function));
    }

    /** The function that a node calls; none: the node is an operator. */
    Optional<FunctionProto> called(NodeProto node) {
        return Optional.ofNullable(functions.get(new Name(node.getDomain(), node.getOpType(), node.getOverload())));
    }

    /**
     * Begins to look into a function.
     *
     * @return whether it may be looked into, and then is to be {@linkplain #leave left}; false within itself, which would have no end
     */
    boolean enter(FunctionProto function) {
        return underWay.add(Name.of(function));
    }

    void leave(FunctionProto function) {
        underWay.remove(Name.of(function));
    }
}
