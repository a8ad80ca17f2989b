package io.percept.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a policy file is, with what lies beside it. */
sealed interface PolicySource {

    /** The file as messages name it. */
    String name();

    /** The file itself. */
    byte[] read();

    /**
     * A file beside it.
     *
     * @param relative its path from the policy file's folder
     * @throws IOException where it cannot be read, or is not in the folder or below it
     */
    byte[] beside(String relative) throws IOException;

    /** A file of the operator's. */
    record InFolder(Path file) implements PolicySource {

        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public byte[] read() {
            try {
                return Files.readAllBytes(file);
            } catch (NoSuchFileException e) {
                throw new PolicyException("Policy file " + file + " does not exist: mend percept.policy.files.", e);
            } catch (IOException e) {
                throw new PolicyException("Policy file " + file + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public byte[] beside(String relative) throws IOException {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path wanted = folder.resolve(relative).normalize();
            if (!wanted.startsWith(folder)) {
                throw new IOException("it is not in the policy file's folder");
            }
            return Files.readAllBytes(wanted);
        }
    }

    /** A file of the jar. */
    record Packaged(String folder, String file) implements PolicySource {

        @Override
        public String name() {
            return "classpath:" + folder + file;
        }

        @Override
        public byte[] read() {
            try {
                return beside(file);
            } catch (IOException e) {
                throw new PolicyException(
                        "The jar's " + folder + file + " cannot be read: " + e.getMessage() + "; build it again.", e);
            }
        }

        @Override
        public byte[] beside(String relative) throws IOException {
            try (InputStream in = PolicySource.class.getResourceAsStream(folder + relative)) {
                if (in == null) {
                    throw new NoSuchFileException(folder + relative);
                }
                return in.readAllBytes();
            }
        }
    }
}
