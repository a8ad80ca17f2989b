package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.engine.EngineUnavailable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the engine counts on of a device: of the one in memory everywhere, and of a GPU where there is one. */
class DeviceContractTest {

    private static final int ROWS = 3;
    private static final int TOKENS = 4;
    private static final int HEADS = 2;
    private static final int CAPACITY = 6;
    private static final int WORDS = 8;
    private static final int CACHE_ROWS = 5;
    private static final int BUFFERS = 2;
    private static final int HEAD_BYTES = WORDS * Integer.BYTES;
    private static final int SOURCE_BYTES = ROWS * HEADS * TOKENS * HEAD_BYTES;
    private static final int CACHE_BYTES = CACHE_ROWS * HEADS * CAPACITY * HEAD_BYTES;

    static Stream<Device> devices() {
        Device inMemory = new InMemoryDevice(1 << 20);
        try {
            new TensorRtRequirements().require();
            return Stream.of(inMemory, new CudaDevice(0));
        } catch (EngineUnavailable noGpu) {
            return Stream.of(inMemory);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void shouldGiveBackWhatItWasGiven(Device device) {
        byte[] values = random(1000);
        long address = device.allocate(values.length);
        try (Device.HostBlock host = device.allocateHost(values.length);
                Device.Stream stream = device.newStream()) {
            host.bytes().put(values);
            stream.upload(host, 0, address, values.length);
            stream.synchronize();
            host.bytes().put(new byte[values.length]);
            stream.download(address + 100, host, 200, 300);
            stream.synchronize();

            byte[] result = new byte[300];
            host.bytes().position(200).get(result);
            assertThat(result).isEqualTo(Arrays.copyOfRange(values, 100, 400));
        } finally {
            device.free(address);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void shouldCopyPiecesBetweenPitches(Device device) {
        byte[] values = random(400);
        long from = device.allocate(400);
        long to = device.allocate(400);
        try (Device.HostBlock host = device.allocateHost(400);
                Device.Stream stream = device.newStream()) {
            host.bytes().put(values);
            stream.upload(host, 0, from, 400);
            stream.zero(to, 400);
            stream.copy2D(to + 8, 100, from + 4, 60, 24, 3);
            stream.download(to, host, 0, 400);
            stream.synchronize();

            byte[] expected = new byte[400];
            for (int i = 0; i < 3; i++) {
                System.arraycopy(values, 4 + 60 * i, expected, 8 + 100 * i, 24);
            }
            assertThat(bytes(host, 400)).isEqualTo(expected);
        } finally {
            device.free(to);
            device.free(from);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void shouldScatterNewRowsToTheCacheAndFollowARecordingWithOtherPlaces(Device device) {
        long block = device.allocate(1 << 16);
        try (Device.HostBlock host = device.allocateHost(1 << 16);
                Device.Stream stream = device.newStream()) {
            byte[] source = random(BUFFERS * SOURCE_BYTES);
            Memory at = new Memory(block);
            at.send(stream, host, source);
            byte[] expected = new byte[BUFFERS * CACHE_BYTES];

            at.places(stream, host, new long[] {4, -1, 0}, new long[] {2, 0, 0}, new long[] {4, 4, 1});
            stream.scatter(at.scatter());
            expect(expected, source, 0, 4, 2, 4);
            expect(expected, source, 2, 0, 0, 1);
            assertThat(at.cache(stream, host)).isEqualTo(expected);

            stream.beginRecording();
            stream.scatter(at.scatter());
            try (Device.Recording recording = stream.endRecording()) {
                at.places(stream, host, new long[] {1, 2, -1}, new long[] {0, 3, 0}, new long[] {3, 2, 4});
                recording.replay(stream);
                expect(expected, source, 0, 1, 0, 3);
                expect(expected, source, 1, 2, 3, 2);
                assertThat(at.cache(stream, host)).isEqualTo(expected);
            }
        } finally {
            device.free(block);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void shouldFailWhenItHasNotSoMuchMemory(Device device) {
        assertThatThrownBy(() -> device.allocate(1L << 50))
                .isInstanceOf(DeviceFailure.class)
                .hasMessageContaining("cudaMalloc");
    }

    /** What the scatter should do, said once more in plain words: token by token, head by head. */
    private static void expect(byte[] cache, byte[] source, int row, int cacheRow, int past, int count) {
        for (int buffer = 0; buffer < BUFFERS; buffer++) {
            for (int head = 0; head < HEADS; head++) {
                for (int token = 0; token < count; token++) {
                    int from = buffer * SOURCE_BYTES + ((row * HEADS + head) * TOKENS + token) * HEAD_BYTES;
                    int to = buffer * CACHE_BYTES + ((cacheRow * HEADS + head) * CAPACITY + past + token) * HEAD_BYTES;
                    System.arraycopy(source, from, cache, to, HEAD_BYTES);
                }
            }
        }
    }

    /** Tables, places, outputs and cache in one block. */
    private record Memory(long start) {

        private long sources() {
            return start;
        }

        private long targets() {
            return start + 256;
        }

        private long places(int which) {
            return start + 512 + which * 256L;
        }

        private long outputs() {
            return start + 2048;
        }

        private long cache() {
            return outputs() + BUFFERS * SOURCE_BYTES;
        }

        void send(Device.Stream stream, Device.HostBlock host, byte[] source) {
            LongBuffer tables = host.bytes().asLongBuffer();
            for (int buffer = 0; buffer < BUFFERS; buffer++) {
                tables.put(buffer, outputs() + buffer * SOURCE_BYTES);
                tables.put(32 + buffer, cache() + buffer * CACHE_BYTES);
            }
            stream.upload(host, 0, start, 512);
            stream.synchronize();
            host.bytes().put(source);
            stream.upload(host, 0, outputs(), source.length);
            stream.zero(cache(), BUFFERS * CACHE_BYTES);
            stream.synchronize();
        }

        void places(Device.Stream stream, Device.HostBlock host, long[]... places) {
            for (int which = 0; which < places.length; which++) {
                host.bytes()
                        .position(which * 256)
                        .slice()
                        .order(ByteOrder.nativeOrder())
                        .asLongBuffer()
                        .put(places[which]);
            }
            stream.upload(host, 0, places(0), 768);
            stream.synchronize();
        }

        Scatter scatter() {
            return new Scatter(
                    sources(), targets(), places(0), places(1), places(2), BUFFERS, ROWS, TOKENS, HEADS, CAPACITY,
                    WORDS);
        }

        byte[] cache(Device.Stream stream, Device.HostBlock host) {
            stream.download(cache(), host, 0, BUFFERS * CACHE_BYTES);
            stream.synchronize();
            return bytes(host, BUFFERS * CACHE_BYTES);
        }
    }

    private static byte[] bytes(Device.HostBlock host, int count) {
        byte[] result = new byte[count];
        ByteBuffer view = host.bytes();
        view.get(result);
        return result;
    }

    private static byte[] random(int count) {
        byte[] values = new byte[count];
        new Random(count).nextBytes(values);
        return values;
    }
}
