package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The engine must say what the training framework says, see {@code golden/README.md} of the bundle. */
class GoldenTest {

    private static final Path GOLDEN = TestBundle.DIRECTORY.resolve("golden");
    private static final float TOLERANCE = 1e-3f;

    private record Case(
            String image,
            String prompt,
            int[] input_ids,
            int[] image_row,
            float[] image_embeds_first_row,
            float[] first_logits,
            int[] generated) {}

    private final Bundle bundle = TestBundle.bundle();
    private final OnnxEngine engine = TestBundle.engine();

    @TestFactory
    Stream<DynamicTest> shouldAgreeWithTheTrainingFramework() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonElement each : JsonUtils.GSON
                .fromJson(Files.readString(GOLDEN.resolve("golden.json")), JsonElement.class)
                .getAsJsonArray()) {
            JsonObject object = each.getAsJsonObject();
            cases.add(JsonUtils.GSON.fromJson(object, Case.class));
        }
        return cases.stream().map(c -> DynamicTest.dynamicTest(c.image + " " + c.prompt, () -> check(c)));
    }

    private void check(Case expected) throws IOException {
        List<ImageEmbedding> images = expected.image == null ? List.of() : List.of(encode(expected.image));
        if (!images.isEmpty()) {
            for (int i = 0; i < expected.image_embeds_first_row.length; i++) {
                assertThat(images.getFirst().values()[i])
                        .isCloseTo(expected.image_embeds_first_row[i], within(TOLERANCE));
            }
        }
        int length = expected.input_ids.length;
        int[] ids = Arrays.copyOf(expected.input_ids, length + expected.generated.length);
        int[] rows = Arrays.copyOf(expected.image_row, ids.length);
        Arrays.fill(rows, length, rows.length, -1);
        List<Integer> continuation = new ArrayList<>();
        try (KeyValueCache cache =
                engine.decoder().newCache(bundle.cacheCapacities().getLast(), 1)) {
            Logits logits = engine.decoder()
                    .extend(cache, List.of(new DecoderRow(ids, rows, 0, length, images, 0, 0, true, false)));
            for (int i = 0; i < expected.first_logits.length; i++) {
                assertThat(logits.values()[i]).isCloseTo(expected.first_logits[i], within(TOLERANCE));
            }
            for (int i = 0; i < expected.generated.length; i++) {
                continuation.add(logits.argmax(0));
                ids[length + i] = logits.argmax(0);
                logits = engine.decoder()
                        .extend(
                                cache,
                                List.of(new DecoderRow(
                                        ids, rows, length + i, 1, List.of(), length + i, 0, true, false)));
            }
        }
        assertThat(continuation).containsExactly(box(expected.generated));
    }

    private static Integer[] box(int[] values) {
        return Arrays.stream(values).boxed().toArray(Integer[]::new);
    }

    private ImageEmbedding encode(String name) throws IOException {
        BufferedImage image = ImageIO.read(GOLDEN.resolve(name).toFile());
        return engine.encoder()
                .encode(List.<PixelSource>of(chw -> write(image, chw)))
                .getFirst();
    }

    private void write(BufferedImage image, FloatBuffer chw) {
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            float mean = bundle.image().mean().get(channel);
            float std = bundle.image().std().get(channel);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    chw.put(((image.getRGB(x, y) >> shift & 0xFF) / 255f - mean) / std);
                }
            }
        }
    }
}
