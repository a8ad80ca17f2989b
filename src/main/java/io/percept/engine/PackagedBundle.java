package io.percept.engine;

import io.percept.contract.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A bundle on the class path, unpacked once to a cache directory, because the engines read files. Processes that unpack
 * at the same time do not disturb each other: each writes a directory of its own and moves it into place.
 */
public final class PackagedBundle {

    private final String root;

    /** @param root class path directory of the bundle, such as {@code /models/percept-tiny/} */
    public PackagedBundle(String root) {
        this.root = root.endsWith("/") ? root : root + "/";
    }

    /**
     * Unpacks the bundle where that is not done yet, and loads it.
     *
     * @param cache directory that holds one directory per bundle digest
     * @throws BundleException if the bundle is not on the class path, cannot be written or is refused
     */
    public Bundle load(Path cache) {
        try {
            byte[] description = bytes(Bundle.DESCRIPTION);
            String digest = Sha256.hex(description);
            Path directory = cache.resolve(digest.substring(0, 16));
            if (!Files.exists(directory.resolve(Bundle.DESCRIPTION))) {
                List<String> names =
                        new ArrayList<>(BundleReader.files(Path.of(root + Bundle.DESCRIPTION), description));
                names.add(Bundle.DESCRIPTION);
                unpack(names, cache, directory);
            }
            return Bundle.load(directory);
        } catch (IOException e) {
            throw new BundleException(cache, "the packaged bundle cannot be unpacked there: " + e.getMessage(), e);
        }
    }

    private void unpack(List<String> names, Path cache, Path directory) throws IOException {
        Files.createDirectories(cache);
        Path partial = Files.createTempDirectory(cache, "unpacking-");
        try {
            for (String name : names) {
                try (InputStream in = resource(name)) {
                    Files.copy(in, partial.resolve(name));
                }
            }
            Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(partial);
            // Another process may have been faster; both hold the same bytes, since the name is the digest.
            if (!Files.exists(directory.resolve(Bundle.DESCRIPTION))) {
                throw e;
            }
        }
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return in.readAllBytes();
        }
    }

    private InputStream resource(String name) {
        InputStream in = PackagedBundle.class.getResourceAsStream(root + name);
        if (in == null) {
            throw new BundleException(Path.of(root + name), "is not on the class path");
        }
        return in;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
