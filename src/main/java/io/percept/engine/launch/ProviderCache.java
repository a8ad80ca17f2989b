package io.percept.engine.launch;

import io.percept.engine.Bundle;
import io.percept.engine.tensorrt.TensorRtSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the ONNX Runtime's TensorRT provider keeps the engines of one bundle. It builds those that are not there while it opens the bundle,
 * and says nothing of it. Immutable.
 *
 * @param directory of this bundle alone
 */
record ProviderCache(Path directory) {

    /** Encoder and decoder, each of at least one engine. */
    private static final int GRAPHS = 2;

    /** As the provider names their files. */
    private static final String ENGINE = ".engine";

    static ProviderCache of(Bundle bundle, TensorRtSettings settings) {
        return new ProviderCache(
                settings.plans().resolve("onnxruntime-" + bundle.digest().substring(0, 16)));
    }

    /**
     * Makes the directory where there is none.
     *
     * @throws UncheckedIOException if it cannot be made
     */
    void make() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The engines of TensorRT cannot be kept in " + directory, e);
        }
    }

    /**
     * What is to be said before the bundle is opened, in one sentence: nothing where its engines are there. Whether they are of this GPU and
     * this TensorRT, the provider alone knows.
     *
     * @throws UncheckedIOException if the directory cannot be read
     */
    Optional<String> notice() {
        return engines() >= GRAPHS
                ? Optional.empty()
                : Optional.of(
                        ("TensorRT builds its engines for the ONNX Runtime now, which takes minutes and says nothing until it is done: %s"
                                        + " does not hold those of encoder and decoder yet, and keeps them for the next start.")
                                .formatted(directory));
    }

    private long engines() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ENGINE)).count();
        } catch (IOException e) {
            throw new UncheckedIOException("The engines of TensorRT cannot be read in " + directory, e);
        }
    }
}
