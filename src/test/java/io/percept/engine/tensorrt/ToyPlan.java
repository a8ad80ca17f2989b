package io.percept.engine.tensorrt;

import io.percept.engine.Bundle;
import io.percept.engine.BundleDecoder;
import io.percept.engine.TensorNames;
import io.percept.engine.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A decoder whose keys and values are the tokens themselves, marked with their buffer, head and place. It reads the past back from
 * where it is told that the cache is, checks every mark, and says what the whole sequence says. So a byte that went anywhere else
 * is either a wrong mark or another outcome.
 */
final class ToyPlan implements Plan {

    private final Bundle bundle;
    private final InMemoryDevice device;
    private final ElementType cacheType;
    private final Function<List<Integer>, float[]> logits;
    private final int imageToken;
    private final int poison;

    /** Executions that were asked for. */
    int executions;
    /** Those asked for beyond these fail. */
    int mostExecutions = Integer.MAX_VALUE;
    /** Runs, from the next one on, that fail before any of them is done. */
    int failingRuns;

    /**
     * @param logits of a sequence of tokens
     * @param imageToken token of an image row of value 0 and query 0; then by value and query
     * @param poison a call with this token fails
     */
    ToyPlan(
            Bundle bundle,
            InMemoryDevice device,
            ElementType cacheType,
            Function<List<Integer>, float[]> logits,
            int imageToken,
            int poison) {
        this.bundle = bundle;
        this.device = device;
        this.cacheType = cacheType;
        this.logits = logits;
        this.imageToken = imageToken;
        this.poison = poison;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        for (String name : List.of("input_ids", "image_row", "position_ids", "past_length", "logit_rows")) {
            bindings.add(new Binding(name, true, ElementType.INT64, List.of()));
        }
        bindings.add(new Binding("image_embeds", true, ElementType.FP32, List.of()));
        bindings.add(new Binding("logits", false, ElementType.FP32, List.of()));
        for (String name : TensorNames.caches(bundle.decoder().layers())) {
            bindings.add(new Binding(name, true, cacheType, List.of()));
            bindings.add(new Binding(name.replace("cache", "new"), false, cacheType, List.of()));
        }
        return bindings;
    }

    @Override
    public int profiles() {
        return DecoderProfiles.of(bundle).profiles().size();
    }

    @Override
    public boolean holds(int profile, String input, List<Long> shape) {
        long[] dimensions = shape.stream().mapToLong(Long::longValue).toArray();
        return Shapes.taken(DecoderProfiles.of(bundle).shapes(bundle).get(profile), input, dimensions);
    }

    @Override
    public long workspaceBytes() {
        return 1024;
    }

    @Override
    public Execution newExecution(int profile, Device.Stream stream) {
        executions++;
        if (executions > mostExecutions) {
            throw new DeviceFailure("createExecutionContext failed: out of memory");
        }
        device.openResources.incrementAndGet();
        return new ToyExecution(profile);
    }

    @Override
    public void close() {}

    /** One use of the toy. */
    private final class ToyExecution implements Execution {

        private final Map<String, long[]> shapes = new HashMap<>();
        private final Map<String, Long> addresses = new HashMap<>();
        private int profile;
        private long workspace;

        ToyExecution(int profile) {
            this.profile = profile;
        }

        @Override
        public void workspace(long address, long bytes) {
            workspace = address;
        }

        @Override
        public void profile(int index, Device.Stream stream) {
            profile = index;
            shapes.clear();
        }

        @Override
        public void shape(String input, long first) {
            shapes.put(input, new long[] {first});
        }

        @Override
        public void shape(String input, long first, long second) {
            shapes.put(input, new long[] {first, second});
        }

        @Override
        public void shape(String input, long first, long second, long third, long fourth) {
            shapes.put(input, new long[] {first, second, third, fourth});
        }

        @Override
        public void shape(String input, List<Long> dimensions) {
            shapes.put(input, dimensions.stream().mapToLong(Long::longValue).toArray());
        }

        @Override
        public List<Long> outputShape(String output) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void address(String binding, long address) {
            if (address % CacheArena.ALIGNMENT != 0) {
                throw new DeviceFailure("setTensorAddress of " + binding + ": not aligned");
            }
            addresses.put(binding, address);
        }

        @Override
        public void enqueue(Device.Stream stream) {
            if (failingRuns > 0) {
                failingRuns--;
                throw new DeviceFailure("enqueueV3 failed: for once");
            }
            Profile taken = DecoderProfiles.of(bundle).shapes(bundle).get(profile);
            taken.inputs().forEach((input, ranges) -> {
                if (!shapes.containsKey(input) || !Shapes.taken(taken, input, shapes.get(input))) {
                    throw new DeviceFailure(
                            "enqueueV3 failed: " + input + " is outside of the profile " + taken.name());
                }
            });
            if (workspace == 0) {
                throw new DeviceFailure("enqueueV3 failed: no workspace");
            }
            Map<String, long[]> noted = new HashMap<>(shapes);
            Map<String, Long> where = new HashMap<>(addresses);
            ((InMemoryDevice.Work) stream).perform(() -> new ToyRun(noted, where).run());
        }

        @Override
        public void close() {
            device.openResources.decrementAndGet();
        }
    }

    /** One run of the toy. */
    private final class ToyRun {

        private final Map<String, long[]> shapes;
        private final Map<String, Long> addresses;
        private final BundleDecoder decoder = bundle.decoder();
        private final int rows;
        private final int tokens;
        private final int capacity;

        ToyRun(Map<String, long[]> shapes, Map<String, Long> addresses) {
            this.shapes = shapes;
            this.addresses = addresses;
            this.rows = (int) shapes.get("input_ids")[0];
            this.tokens = (int) shapes.get("input_ids")[1];
            this.capacity = (int) shapes.get("cache_k.0")[2];
        }

        void run() {
            List<List<Integer>> sequences = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                List<Integer> sequence = past(row);
                for (int t = 0; t < tokens; t++) {
                    int token = token(row, t);
                    if (token == poison) {
                        throw new DeviceFailure("poison");
                    }
                    sequence.add(token);
                    write(row, t, token);
                }
                sequences.add(sequence);
            }
            ByteBuffer out = device.at(addresses.get("logits"));
            for (int i = 0; i < shapes.get("logit_rows")[0]; i++) {
                int wanted = (int) number("logit_rows", i);
                int row = wanted / tokens;
                int length = (int) number("past_length", row) + wanted % tokens + 1;
                for (float logit : logits.apply(sequences.get(row).subList(0, length))) {
                    out.putFloat(logit);
                }
            }
        }

        private List<Integer> past(int row) {
            List<Integer> past = new ArrayList<>();
            long length = number("past_length", row);
            if (length > capacity) {
                throw new DeviceFailure("a past of " + length + " in a row of " + capacity);
            }
            for (int t = 0; t < length; t++) {
                past.add(read(row, t));
            }
            return past;
        }

        private int token(int row, int t) {
            long image = number("image_row", row * tokens + t);
            if (image < 0) {
                return (int) number("input_ids", row * tokens + t);
            }
            int queries = bundle.image().queries();
            float value =
                    device.at(addresses.get("image_embeds")).getFloat((int) image * decoder.width() * Float.BYTES);
            return imageToken + (int) value * queries + (int) image % queries;
        }

        private long number(String binding, int at) {
            return device.at(addresses.get(binding)).getLong(at * Long.BYTES);
        }

        private int read(int row, int t) {
            Integer token = null;
            for (int u = 0; u < 2 * decoder.layers(); u++) {
                ByteBuffer cache = device.at(
                        addresses.get(TensorNames.caches(decoder.layers()).get(u)));
                for (int h = 0; h < decoder.heads(); h++) {
                    for (int d = 0; d < decoder.headWidth(); d++) {
                        int at = ((row * decoder.heads() + h) * capacity + t) * decoder.headWidth() + d;
                        int value = get(cache, at);
                        if (value % marks() != mark(u, h, d) || token != null && value / marks() != token) {
                            throw new DeviceFailure("row %d, token %d has %d in buffer %d, head %d, place %d"
                                    .formatted(row, t, value, u, h, d));
                        }
                        token = value / marks();
                    }
                }
            }
            return token;
        }

        private void write(int row, int t, int token) {
            for (int u = 0; u < 2 * decoder.layers(); u++) {
                String name = TensorNames.caches(decoder.layers()).get(u).replace("cache", "new");
                ByteBuffer output = device.at(addresses.get(name));
                for (int h = 0; h < decoder.heads(); h++) {
                    for (int d = 0; d < decoder.headWidth(); d++) {
                        int at = ((row * decoder.heads() + h) * tokens + t) * decoder.headWidth() + d;
                        put(output, at, token * marks() + mark(u, h, d));
                    }
                }
            }
        }

        private int marks() {
            return 2 * decoder.layers() * decoder.heads() * decoder.headWidth();
        }

        private int mark(int buffer, int head, int place) {
            return (buffer * decoder.heads() + head) * decoder.headWidth() + place;
        }

        private int get(ByteBuffer cache, int at) {
            return cacheType == ElementType.FP32
                    ? (int) cache.getFloat(at * Float.BYTES)
                    : Short.toUnsignedInt(cache.getShort(at * Short.BYTES));
        }

        private void put(ByteBuffer output, int at, int value) {
            if (cacheType == ElementType.FP32) {
                output.putFloat(at * Float.BYTES, value);
            } else {
                output.putShort(at * Short.BYTES, (short) value);
            }
        }
    }
}
