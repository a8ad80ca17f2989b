package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.engine.NoMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CacheArenaProperties {

    private record Block(long start, long bytes) {}

    @Property
    void shouldHandOutBlocksThatDoNotOverlapAndTakeAllOfThemBack(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int rounds) {
        Random random = new Random(seed);
        InMemoryDevice device = new InMemoryDevice(1 << 20);
        try (CacheArena arena = new CacheArena(device, 64 * 1024)) {
            List<Block> taken = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                if (random.nextInt(3) > 0) {
                    take(arena, random.nextInt(1, 6000), taken);
                } else if (!taken.isEmpty()) {
                    arena.giveBack(taken.remove(random.nextInt(taken.size())).start());
                }
            }
            taken.forEach(block -> arena.giveBack(block.start()));

            assertThat(arena.free()).isEqualTo(64 * 1024);
            assertThat(arena.take(64 * 1024)).as("all of it in one piece").isPositive();
        }
        assertThat(device.blocks()).isZero();
    }

    private static void take(CacheArena arena, int bytes, List<Block> taken) {
        Block block;
        try {
            block = new Block(arena.take(bytes), bytes);
        } catch (NoMemory full) {
            assertThat(full).hasMessageContaining("set aside");
            return;
        }
        assertThat(block.start() % CacheArena.ALIGNMENT).isZero();
        for (Block other : taken) {
            assertThat(block.start() + block.bytes() <= other.start() || other.start() + other.bytes() <= block.start())
                    .isTrue();
        }
        taken.add(block);
    }
}
