package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderBuffersTest {

    private static final DecoderBuffers.Sizes SIZES = new DecoderBuffers.Sizes(256, 256, 256, 256, 256, 256, 256, 4);

    private final InMemoryDevice device = new InMemoryDevice(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldGiveBackWhatItHasTakenWhereTheHostHasNoMemoryLeft(int blocks) {
        device.hostBlocksLeft = blocks;
        try (Device.Stream stream = device.newStream()) {
            assertThatThrownBy(() -> new DecoderBuffers(device, stream, SIZES))
                    .isInstanceOf(DeviceFailure.class)
                    .hasMessageContaining("cudaHostAlloc");
        }
        assertThat(device.blocks()).isZero();
        assertThat(device.openResources.get()).isZero();
    }
}
