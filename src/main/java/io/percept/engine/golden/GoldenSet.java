package io.percept.engine.golden;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonParseException;
import io.percept.engine.Bundle;
import io.percept.engine.BundleException;
import io.percept.engine.BundleImage;
import io.percept.engine.PixelSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * The golden cases of a bundle with their images, in memory.
 *
 * @param cases at least one
 * @param images by the name that cases have for them
 */
public record GoldenSet(List<GoldenCase> cases, Map<String, PixelSource> images) {

    private static final String CASES = "golden.json";

    public GoldenSet {
        cases = List.copyOf(cases);
        images = Map.copyOf(images);
    }

    /** @throws BundleException if the bundle has no golden cases, or they cannot be read */
    public static GoldenSet load(Bundle bundle) {
        Path folder = bundle.directory().resolve("golden");
        Path file = folder.resolve(CASES);
        if (!Files.exists(file)) {
            throw new BundleException(file, "is missing: without it nobody can tell whether an engine computes right");
        }
        try {
            GoldenCase[] cases = JsonUtils.GSON.fromJson(Files.readString(file), GoldenCase[].class);
            if (cases == null || cases.length == 0) {
                throw new BundleException(file, "has no cases");
            }
            Map<String, PixelSource> images = new HashMap<>();
            for (GoldenCase each : cases) {
                if (each.image() != null && !images.containsKey(each.image())) {
                    images.put(each.image(), image(folder.resolve(each.image()), bundle.image()));
                }
            }
            return new GoldenSet(List.of(cases), images);
        } catch (IOException | JsonParseException e) {
            throw new BundleException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static PixelSource image(Path file, BundleImage shape) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null || image.getWidth() != shape.size() || image.getHeight() != shape.size()) {
            throw new BundleException(file, "must be an image of " + shape.size() + " pixels square");
        }
        return chw -> write(image, shape, chw);
    }

    private static void write(BufferedImage image, BundleImage shape, FloatBuffer chw) {
        for (int channel = 0; channel < 3; channel++) {
            int shift = 16 - 8 * channel;
            float mean = shape.mean().get(channel);
            float std = shape.std().get(channel);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    chw.put(((image.getRGB(x, y) >> shift & 0xFF) / 255f - mean) / std);
                }
            }
        }
    }
}
