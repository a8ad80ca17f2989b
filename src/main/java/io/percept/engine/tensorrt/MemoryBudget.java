package io.percept.engine.tensorrt;

import io.percept.engine.CacheDemand;
import io.percept.engine.EngineUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The device memory that the engine takes at its start and never again, with the arithmetic by which it comes about.
 *
 * @param items summands
 * @param remedy what to do where it is not there, as the end of a sentence
 */
record MemoryBudget(List<Item> items, String remedy) {

    /** What CUDA takes for recordings, kernels and its own: an allowance, not a measurement. */
    private static final long ALLOWANCE = 256L << 20;

    private static final String SMALLER =
            "compile in a lower precision, or take another GPU with percept.engine.tensorrt.devices.";

    /** @param formula how {@code bytes} come about */
    record Item(String purpose, String formula, long bytes) {}

    MemoryBudget {
        items = List.copyOf(items);
    }

    /**
     * @param bytesPerToken of keys and values of all layers, in the plan's precision
     * @param workspace bytes of the encoder's and the decoder's runs
     * @param buffers bytes of inputs and outputs
     */
    static MemoryBudget of(CacheDemand demand, long bytesPerToken, long workspace, long buffers) {
        List<Item> items = new ArrayList<>();
        for (CacheDemand.Block block : demand.blocks()) {
            long tokens = (long) block.rows() * block.capacity();
            items.add(new Item(
                    "cache of " + block.purpose(),
                    "%d rows × %d tokens × %d B".formatted(block.rows(), block.capacity(), bytesPerToken),
                    tokens * bytesPerToken));
        }
        items.add(new Item("workspace", "as the plans say", workspace));
        items.add(new Item("inputs and outputs", "of the largest calls", buffers));
        items.add(new Item("CUDA's own", "allowance", ALLOWANCE));
        return new MemoryBudget(items, "lower percept.worker.rows, prefill-rows or prefix-cache, " + SMALLER);
    }

    /**
     * What the weights take, which comes before all else: about as much as the files of the plans.
     *
     * @param encoder bytes of the encoder's plan
     * @param decoder bytes of the decoder's plan
     */
    static MemoryBudget ofPlans(long encoder, long decoder) {
        List<Item> items = List.of(
                new Item("weights of the encoder", "as its plan's file", encoder),
                new Item("weights of the decoder", "as its plan's file", decoder));
        return new MemoryBudget(items, "end what else is on that GPU, " + SMALLER);
    }

    long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /** @throws EngineUnavailable with the arithmetic, if the memory is not there */
    void require(Device device) {
        long free = device.freeBytes();
        if (bytes() > free) {
            String sum = items.stream()
                    .map(item -> "%s %s (%s)".formatted(item.purpose(), mebibytes(item.bytes()), item.formula()))
                    .collect(Collectors.joining(" + "));
            throw new EngineUnavailable("GPU %d (%s) has %s free, but the model needs %s: %s; %s"
                    .formatted(device.id(), device.name(), mebibytes(free), mebibytes(bytes()), sum, remedy));
        }
    }

    private static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / (double) (1 << 20));
    }
}
