package io.percept.engine.tensorrt;

import io.percept.engine.BundleDecoder;
import io.percept.engine.TensorNames;
import io.percept.engine.onnx.ElementType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inputs and outputs of a decoder plan, checked against the decoder contract.
 *
 * @param caches inputs with the keys of all layers, then the values
 * @param news outputs with the new keys and values, in the same order
 * @param cacheType element type of both
 */
record DecoderBindings(List<String> caches, List<String> news, ElementType cacheType) {

    DecoderBindings {
        caches = List.copyOf(caches);
        news = List.copyOf(news);
    }

    /** @throws IllegalArgumentException naming the binding that is missing, superfluous or of another type */
    static DecoderBindings of(BundleDecoder decoder, List<Plan.Binding> bindings) {
        Map<String, Plan.Binding> byName =
                bindings.stream().collect(Collectors.toMap(Plan.Binding::name, Function.identity()));
        List<String> caches = TensorNames.caches(decoder.layers());
        List<String> news = TensorNames.news(decoder.layers());
        Stream.of(TensorNames.IDS, TensorNames.IMAGE_ROWS, TensorNames.POSITIONS, TensorNames.PASTS, TensorNames.WANTED)
                .forEach(name -> require(byName, name, true, ElementType.INT64));
        require(byName, TensorNames.EMBEDDINGS, true, ElementType.FP32);
        require(byName, TensorNames.LOGITS, false, ElementType.FP32);
        Plan.Binding first = byName.get(caches.getFirst());
        ElementType type = first == null ? ElementType.FP32 : first.type();
        caches.forEach(name -> require(byName, name, true, type));
        news.forEach(name -> require(byName, name, false, type));
        int expected = 7 + 2 * caches.size();
        if (bindings.size() != expected) {
            throw new IllegalArgumentException(
                    "The plan has " + bindings.size() + " inputs and outputs, not " + expected);
        }
        return new DecoderBindings(caches, news, type);
    }

    private static void require(Map<String, Plan.Binding> bindings, String name, boolean input, ElementType type) {
        Plan.Binding binding = bindings.get(name);
        if (binding == null || binding.input() != input) {
            throw new IllegalArgumentException("The plan has no " + (input ? "input " : "output ") + name);
        }
        if (binding.type() != type) {
            throw new IllegalArgumentException("The plan's " + name + " is " + binding.type() + ", not " + type);
        }
    }
}
