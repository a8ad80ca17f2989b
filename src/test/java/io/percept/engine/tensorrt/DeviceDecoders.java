package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.TextDecoder;
import io.percept.engine.onnx.ElementType;
import java.util.List;
import java.util.function.Function;

/** Decoders on a device in memory, for tests of other packages. */
public final class DeviceDecoders {

    private DeviceDecoders() {}

    /** See {@link ToyPlan} for the parameters. */
    public static TextDecoder inMemory(
            Bundle bundle,
            CacheDemand demand,
            Function<List<Integer>, float[]> logits,
            int imageToken,
            int poison,
            boolean record) {
        InMemoryDevice device = new InMemoryDevice(1L << 30);
        ToyPlan plan = new ToyPlan(bundle, device, ElementType.FP32, logits, imageToken, poison);
        return new DeviceDecoder(bundle, device, plan, demand, record);
    }
}
