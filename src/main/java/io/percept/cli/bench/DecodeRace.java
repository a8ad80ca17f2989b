package io.percept.cli.bench;

import io.percept.engine.Bundle;
import io.percept.vision.ImagePreprocessor;
import io.percept.worker.ModelWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decode and resize of 12 MP JPEG files on one thread, ours and Pillow's in turns.
 *
 * @param ownMillis per picture
 * @param toPlain Pillow's time ÷ ours; null where there is no Python
 * @param toDraft the same with Pillow's reduced decoding
 */
record DecodeRace(Spread ownMillis, Spread toPlain, Spread toDraft) {

    private static final int WARM = 5;

    static DecodeRace run(
            PictureFolder folder, int pictures, Bundle bundle, Optional<Python> python, int rounds, int times) {
        ImagePreprocessor preprocessor = new ImagePreprocessor(ModelWorker.imageSpec(bundle));
        List<byte[]> files = folder.of(Mix.LARGE_PHOTOS, pictures);
        for (int i = 0; i < WARM * times; i++) {
            preprocessor.prepare(files.get(i % files.size()));
        }
        List<Double> own = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> draft = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            double millis = median(preprocessor, files, times);
            own.add(millis);
            if (python.isPresent()) {
                JsonNode pillow = pillow(python.get(), folder, pictures, bundle, times);
                plain.add(pillow.path("plain").asDouble() / millis);
                draft.add(pillow.path("draft").asDouble() / millis);
            }
        }
        return new DecodeRace(
                Spread.of(own), plain.isEmpty() ? null : Spread.of(plain), draft.isEmpty() ? null : Spread.of(draft));
    }

    private static double median(ImagePreprocessor preprocessor, List<byte[]> files, int times) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (byte[] file : files) {
                long start = System.nanoTime();
                preprocessor.prepare(file);
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        return Spread.of(millis).median();
    }

    private static JsonNode pillow(Python python, PictureFolder folder, int pictures, Bundle bundle, int times) {
        List<String> arguments = new ArrayList<>(List.of(
                python.script("decode.py"),
                "--size",
                String.valueOf(bundle.image().size()),
                "--times",
                String.valueOf(times)));
        IntStream.range(0, pictures)
                .mapToObj(number ->
                        folder.file(Mix.LARGE_PHOTOS, number).toAbsolutePath().toString())
                .forEach(arguments::add);
        return JsonMapper.shared().readTree(python.output(arguments));
    }
}
