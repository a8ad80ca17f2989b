package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineProvider;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.percept.engine.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** DJL's side of the engine, on a device in memory. */
class TensorRtNDArrayTest {

    private final InMemoryDevice device = new InMemoryDevice(1 << 20);
    private final TensorRtEngine engine = new TensorRtEngine(id -> device);

    @Test
    void shouldBeKnownToDjlAndNeverItsDefault() {
        assertThat(Engine.hasEngine("TensorRT")).isTrue();
        assertThat(Engine.getDefaultEngineName()).isNotEqualTo("TensorRT");
        assertThat(ServiceLoader.load(EngineProvider.class))
                .anyMatch(provider -> provider instanceof TensorRtEngineProvider);
    }

    @Test
    void shouldKeepValuesOnTheDevice() {
        try (NDManager manager = engine.newBaseManager()) {
            NDArray array = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));

            assertThat(array.getDevice()).isEqualTo(ai.djl.Device.gpu(0));
            assertThat(array.toFloatArray()).containsExactly(1, 2, 3, 4);
            assertThat(device.blocks()).isEqualTo(1);
        }
        assertThat(device.blocks()).isZero();
    }

    @Test
    void shouldKeepValuesInPinnedMemoryOnDjlsCpu() {
        try (NDManager manager = engine.newBaseManager(ai.djl.Device.cpu())) {
            NDArray array = manager.create(new long[] {5, 6});

            assertThat(array.toLongArray()).containsExactly(5, 6);
            assertThat(device.blocks()).isZero();
            assertThat(device.openResources.get()).isEqualTo(1);
        }
        assertThat(device.openResources.get()).isZero();
    }

    @Test
    void shouldFreeTheArraysOfAScopeWithIt() {
        try (NDManager manager = engine.newBaseManager()) {
            try (NDManager scope = manager.newSubManager()) {
                scope.create(new float[] {1});
                scope.create(new float[] {2}).close();
                assertThat(device.blocks()).isEqualTo(1);
            }
            assertThat(device.blocks()).isZero();
        }
    }

    @Test
    void shouldTakeOverTheValuesOfAnotherArray() {
        try (NDManager manager = engine.newBaseManager()) {
            NDArray array = manager.create(new float[] {1, 2});
            NDArray other = manager.create(new float[] {3, 4});

            array.intern(other);

            assertThat(array.toFloatArray()).containsExactly(3, 4);
            assertThatThrownBy(other::toFloatArray).hasMessageContaining("release");
            assertThat(device.blocks()).isEqualTo(1);
        }
    }

    @Test
    void shouldRunAPlanOnArraysOfAnyShapeThatAProfileTakes() {
        TensorRtSymbolBlock block = new TensorRtSymbolBlock(device, new Doubling(device));
        try (NDManager manager = engine.newBaseManager()) {
            for (int length : new int[] {2, 7}) {
                NDArray input = manager.create(ones(length));
                NDList output = block.forward(new ParameterStore(manager, false), new NDList(input), false);

                assertThat(output.singletonOrThrow().getName()).isEqualTo("y");
                assertThat(output.singletonOrThrow().getShape()).isEqualTo(new Shape(length));
                assertThat(output.singletonOrThrow().toFloatArray()).containsOnly(2);
            }
            NDArray tooLong = manager.create(ones(9));
            assertThatThrownBy(() -> block.forward(new ParameterStore(manager, false), new NDList(tooLong), false))
                    .hasMessageContaining("No profile");
        }
        block.close();
        assertThat(device.blocks()).isZero();
        assertThat(device.openResources.get()).isZero();
    }

    @Test
    void shouldLeaveNothingOpenWhereThereIsNoMemoryForTheWorkspaceOfAPlan() {
        TensorRtSymbolBlock block = new TensorRtSymbolBlock(device, new Doubling(device));
        try (NDManager manager = engine.newBaseManager()) {
            NDList input = new NDList(manager.create(ones(2)));
            int open = device.openResources.get();
            long rest = device.allocate(device.freeBytes());

            assertThatThrownBy(() -> block.forward(new ParameterStore(manager, false), input, false))
                    .isInstanceOf(DeviceFailure.class)
                    .hasMessageContaining("cudaMalloc");

            assertThat(device.openResources.get()).isEqualTo(open);
            device.free(rest);
        }
        block.close();
    }

    @Test
    void shouldRefuseAnArrayOfAnotherTypeThanThePlanReads() {
        TensorRtSymbolBlock block = new TensorRtSymbolBlock(device, new Doubling(device));
        try (NDManager manager = engine.newBaseManager()) {
            NDList input = new NDList(manager.create(new int[] {1, 2}));

            assertThatThrownBy(() -> block.forward(new ParameterStore(manager, false), input, false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("input x takes FLOAT32 on GPU 0, not INT32 on GPU 0");
        }
        block.close();
    }

    @Test
    void shouldRefuseAnArrayThatItsGpuCannotRead() {
        InMemoryDevice other = new InMemoryDevice(1, 1 << 20);
        TensorRtEngine two = new TensorRtEngine(id -> id == 0 ? device : other);
        TensorRtSymbolBlock block = new TensorRtSymbolBlock(device, new Doubling(device));
        for (ai.djl.Device elsewhere : List.of(ai.djl.Device.gpu(1), ai.djl.Device.cpu())) {
            try (NDManager manager = two.newBaseManager(elsewhere)) {
                NDList input = new NDList(manager.create(ones(2)));

                assertThatThrownBy(() -> block.forward(new ParameterStore(manager, false), input, false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("takes FLOAT32 on GPU 0, not FLOAT32")
                        .hasMessageContaining(elsewhere.isGpu() ? "on GPU 1" : "in pinned memory");
            }
        }
        block.close();
    }

    private static float[] ones(int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1);
        return values;
    }

    /** {@code y = 2 x}, in two profiles: 1 to 4 and 5 to 8 values. */
    private record Doubling(InMemoryDevice device) implements Plan {

        @Override
        public List<Binding> bindings() {
            return List.of(
                    new Binding("x", true, ElementType.FP32, List.of(-1L)),
                    new Binding("y", false, ElementType.FP32, List.of(-1L)));
        }

        @Override
        public int profiles() {
            return 2;
        }

        @Override
        public boolean holds(int profile, String input, List<Long> shape) {
            return shape.getFirst() > 4L * profile && shape.getFirst() <= 4L * (profile + 1);
        }

        @Override
        public long workspaceBytes() {
            return 16;
        }

        @Override
        public Execution newExecution(int profile, Device.Stream stream) {
            return new DoublingRun(this);
        }

        @Override
        public void close() {}
    }

    private static final class DoublingRun implements Execution {

        private final Doubling plan;
        private final Map<String, Long> addresses = new HashMap<>();
        private List<Long> shape;

        DoublingRun(Doubling plan) {
            this.plan = plan;
        }

        @Override
        public void workspace(long address, long bytes) {}

        @Override
        public void profile(int index, Device.Stream stream) {}

        @Override
        public void shape(String input, long first) {
            shape = List.of(first);
        }

        @Override
        public void shape(String input, long first, long second) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void shape(String input, long first, long second, long third, long fourth) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void shape(String input, List<Long> dimensions) {
            shape = dimensions;
        }

        @Override
        public List<Long> outputShape(String output) {
            return shape;
        }

        @Override
        public void address(String binding, long address) {
            addresses.put(binding, address);
        }

        @Override
        public void enqueue(Device.Stream stream) {
            ((InMemoryDevice.Work) stream).perform(() -> {
                ByteBuffer x = plan.device().at(addresses.get("x"));
                ByteBuffer y = plan.device().at(addresses.get("y"));
                for (int i = 0; i < shape.getFirst(); i++) {
                    y.putFloat(2 * x.getFloat());
                }
            });
        }

        @Override
        public void close() {}
    }
}
