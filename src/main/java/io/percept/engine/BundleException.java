package io.percept.engine;

import java.nio.file.Path;

/**
 * A bundle that is refused. The message names the file and the reason, so that whoever made or copied the bundle knows
 * what to mend.
 */
public final class BundleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BundleException(Path file, String reason) {
        super("Bundle refused: " + file + ": " + reason);
    }

    public BundleException(Path file, String reason, Throwable cause) {
        super("Bundle refused: " + file + ": " + reason, cause);
    }
}
