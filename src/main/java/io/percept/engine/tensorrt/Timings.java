package io.percept.engine.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Timings of layers from earlier builds, which make a build faster; without them it takes longer and is as good. */
final class Timings {

    private static final System.Logger LOG = System.getLogger(Timings.class.getName());

    private Timings() {}

    /** What a file holds; nothing where there is none, and, with a warning, where it cannot be read. */
    static byte[] read(Path file) {
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The timings in {0} cannot be read, so all layers are timed again: {1}",
                    file,
                    e);
            return new byte[0];
        }
    }
}
