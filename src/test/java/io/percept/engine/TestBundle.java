package io.percept.engine;

import java.nio.file.Path;

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

    /** The same bundle, as if it lay elsewhere. */
    public static Bundle in(Path directory) {
        Bundle bundle = bundle();
        return new Bundle(
                directory,
                bundle.digest(),
                bundle.name(),
                bundle.version(),
                bundle.precision(),
                bundle.image(),
                bundle.decoder(),
                bundle.cacheCapacities(),
                bundle.batchProfiles(),
                bundle.specialTokens(),
                bundle.locationGrid(),
                bundle.prompts(),
                bundle.moderation(),
                bundle.licence(),
                bundle.languages());
    }
}
