package io.percept.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The bundle of the repository, opened once for all tests, which run one after another. */
public final class TestBundle {

    public static final Path DIRECTORY = Path.of("model-worker/models/percept-tiny");

    private static OnnxEngine engine;

    private TestBundle() {}

    public static Bundle bundle() {
        return Bundle.load(DIRECTORY);
    }

    public static synchronized OnnxEngine engine() {
        if (engine == null) {
            engine = OnnxEngine.open(bundle(), new EngineOptions(2, false));
        }
        return engine;
    }

    /** Copies what the bundle needs to run. */
    public static void copyTo(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The same bundle, as if it lay elsewhere. */
    public static Bundle in(Path directory) {
        return with(directory, bundle().batchProfiles());
    }

    /** The same bundle for other batches. */
    static Bundle with(BatchProfiles profiles) {
        return with(DIRECTORY, profiles);
    }

    private static Bundle with(Path directory, BatchProfiles profiles) {
        Bundle bundle = bundle();
        return new Bundle(
                directory,
                bundle.digest(),
                bundle.name(),
                bundle.version(),
                bundle.variant(),
                bundle.image(),
                bundle.decoder(),
                bundle.cacheCapacities(),
                profiles,
                bundle.specialTokens(),
                bundle.locationGrid(),
                bundle.prompts(),
                bundle.moderation(),
                bundle.licence(),
                bundle.languages(),
                bundle.plurals(),
                bundle.variants());
    }
}
