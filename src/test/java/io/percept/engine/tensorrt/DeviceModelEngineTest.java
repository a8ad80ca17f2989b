package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.Bundle;
import io.percept.engine.CacheDemand;
import io.percept.engine.TensorNames;
import io.percept.engine.onnx.ElementType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeviceModelEngineTest {

    private final Bundle bundle = ToyBundle.bundle();
    private final InMemoryDevice device = new InMemoryDevice(1L << 30);
    private final ToyPlan decoder =
            new ToyPlan(bundle, device, ElementType.FP32, tokens -> new float[ToyBundle.VOCABULARY], 100, 99);
    /** Blocks that were still taken on the device when the plans were closed; −1: they are open. */
    private final AtomicInteger blocksLeft = new AtomicInteger(-1);

    @Test
    void shouldCloseThePlansLast() {
        DeviceModelEngine engine = open();

        engine.close();

        assertThat(blocksLeft.get()).isZero();
    }

    @Test
    void shouldGiveEverythingBackThoughTheDeviceFailsMeanwhile() {
        DeviceModelEngine engine = open();
        device.failsToSynchronize = true;

        assertThatThrownBy(engine::close)
                .isInstanceOf(DeviceFailure.class)
                .hasMessageContaining("cudaStreamSynchronize");

        assertThat(blocksLeft.get()).isZero();
        assertThat(device.openResources.get()).isZero();
    }

    private DeviceModelEngine open() {
        CacheDemand demand = new CacheDemand(List.of(new CacheDemand.Block("a test", 4, 8)));
        Plan encoder = new Encoder(decoder);
        AutoCloseable plans = () -> blocksLeft.set(device.blocks());
        return DeviceModelEngine.open(bundle, device, encoder, decoder, demand, true, "toy", plans);
    }

    /** An encoder that is opened and never runs. */
    private record Encoder(ToyPlan decoder) implements Plan {

        @Override
        public List<Binding> bindings() {
            return List.of(
                    new Binding(TensorNames.PIXELS, true, ElementType.FP32, List.of()),
                    new Binding(TensorNames.EMBEDDINGS, false, ElementType.FP32, List.of()));
        }

        @Override
        public int profiles() {
            return 1;
        }

        @Override
        public boolean holds(int profile, String input, List<Long> shape) {
            return true;
        }

        @Override
        public long workspaceBytes() {
            return 1024;
        }

        @Override
        public Execution newExecution(int profile, Device.Stream stream) {
            return decoder.newExecution(profile, stream);
        }

        @Override
        public void close() {}
    }
}
