package io.percept.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Python with what the peers need.
 *
 * @param executable a name on the path, or a file
 * @param scripts the folder with the peers
 */
record Python(String executable, Path scripts) {

    /** A script may be started in another folder than that from which a file is named. */
    Python {
        executable =
                executable.contains("/") ? Path.of(executable).toAbsolutePath().toString() : executable;
    }

    private static final String MODULES =
            "import kafka, PIL, numpy, onnxruntime; print('Python with kafka-python', kafka.__version__, 'Pillow', PIL.__version__, 'onnxruntime', onnxruntime.__version__)";

    /** Why the peers cannot run here; empty where they can. */
    Optional<String> missing() {
        if (!Files.isRegularFile(scripts.resolve("consumer.py"))) {
            return Optional.of("no peers in " + scripts + ": name their folder with --peers");
        }
        try {
            Process process = start(Path.of("."), List.of("-c", MODULES), ProcessBuilder.Redirect.DISCARD);
            if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.empty();
            }
            process.destroyForcibly();
            return Optional.of(
                    executable + " lacks kafka, PIL, numpy or onnxruntime: see model-worker/bench/peers/README.md");
        } catch (UncheckedIOException e) {
            return Optional.of("there is no " + executable + " here: name a Python with --python");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** The versions of what the peers use. */
    String versions() {
        return output(List.of("-c", MODULES)).strip();
    }

    /** Runs a command to its end and gives what it wrote. */
    String output(List<String> arguments) {
        try {
            Process process = start(Path.of("."), arguments, ProcessBuilder.Redirect.INHERIT);
            String text = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(executable + " " + arguments + " ended with " + process.exitValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Python ran", e);
        }
    }

    /** Starts a script with its standard error going somewhere. */
    Process start(Path directory, List<String> arguments, ProcessBuilder.Redirect errors) {
        List<String> command = new ArrayList<>();
        command.add(executable);
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(errors)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String script(String name) {
        return scripts.resolve(name).toAbsolutePath().toString();
    }
}
