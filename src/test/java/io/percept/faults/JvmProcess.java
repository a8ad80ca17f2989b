package io.percept.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of our own class path as a process of its own. It ends with us: its standard input is a pipe, see {@link Parent}. */
final class JvmProcess implements AutoCloseable {

    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Xshare:auto");

    private final String name;
    private final Process process;
    private final Path log;

    private JvmProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * @param directory of its log, {@code NAME.log}, which a later process of the name goes on with
     * @param options of the JVM, beyond those that all have
     */
    static JvmProcess start(
            String name,
            Path directory,
            List<String> options,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment) {
        try {
            Files.createDirectories(directory);
            Path log = directory.resolve(name + ".log");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(OPTIONS);
            command.addAll(options);
            command.add("@" + classPathFile(directory, name));
            command.add(main.getName());
            command.addAll(arguments);
            Files.writeString(
                    log,
                    "---- " + String.join(" ", command) + System.lineSeparator(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(environment);
            return new JvmProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new IllegalStateException(name + " could not be started", e);
        }
    }

    /** A file of its own for each: one that is just read must not be written. */
    private static Path classPathFile(Path directory, String name) throws IOException {
        Path file = directory.resolve(name + ".class-path");
        Files.writeString(file, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        return file;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /**
     * {@code kill}, and waits for the end.
     *
     * @return whether it ended within the limit
     */
    boolean terminate(Duration limit) {
        // Not Process.destroy, which closes the pipe that tells the process that we are gone.
        process.toHandle().destroy();
        return await(limit);
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws IllegalStateException with the end of its log where it has ended */
    void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ", see " + log);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
