package io.percept.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Looks for new inputs for every {@code …FuzzTest}, one after another, each in a process of its own, since Jazzer fuzzes one target in a
 * process. The profile {@code fuzz} runs it: {@code fuzz.seconds} for each, of {@code fuzz.only} where one alone is wanted. What
 * breaks a target is written to its inputs; what reaches new code, to {@code .cifuzz-corpus}.
 */
class FuzzCampaign {

    private static final Path SOURCES = Path.of("src/test/java");
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path CORPUS = Path.of(".cifuzz-corpus");
    private static final Path LOGS = Path.of("target/fuzz");

    /** Our code and the libraries that parse for it. */
    private static final String INSTRUMENTED =
            "io.percept.**:com.twelvemonkeys.**:org.jsoup.**:com.google.protobuf.**:com.google.gson.**";

    /** The first input also pays for the instrumentation of all classes. */
    private static final int SECONDS_FOR_AN_INPUT = 200;

    @TestFactory
    Stream<DynamicTest> shouldFindNothing() throws IOException {
        String only = System.getProperty("fuzz.only", "FuzzTest");
        return targets().stream()
                .filter(target -> target.endsWith(only))
                .map(target -> DynamicTest.dynamicTest(target, () -> fuzz(target)));
    }

    private static List<String> targets() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(file -> SOURCES.relativize(file).toString())
                    .filter(name -> name.endsWith("FuzzTest.java"))
                    .map(name ->
                            name.substring(0, name.length() - ".java".length()).replace(File.separatorChar, '.'))
                    .sorted()
                    .toList();
        }
    }

    private static void fuzz(String target) throws IOException, InterruptedException {
        Path inputs = inputs(target);
        Path corpus = Files.createDirectories(CORPUS.resolve(target));
        Path log = Files.createDirectories(LOGS).resolve(target + ".log");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath(), Jazzer.class.getName()));
        command.add("--target_class=" + target);
        command.add("--instrumentation_includes=" + INSTRUMENTED);
        command.add("--reproducer_path=" + LOGS);
        command.add("-max_total_time=" + System.getProperty("fuzz.seconds", "60"));
        command.add("-timeout=" + SECONDS_FOR_AN_INPUT);
        command.add("-rss_limit_mb=0");
        command.add("-artifact_prefix=" + inputs + "/");
        command.addAll(List.of(corpus.toString(), inputs.toString()));

        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        assertThat(status).as("exit code of the fuzzer; %s has the reason", log).isZero();
    }

    /** The one directory of a target's only method. */
    private static Path inputs(String target) {
        Path ofClass = RESOURCES.resolve(target.replace('.', '/') + "Inputs");
        try (Stream<Path> methods = Files.list(ofClass)) {
            return methods.findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("A target needs inputs to begin with", e);
        }
    }

    /** Of this process, which Maven starts with a jar that names the others. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
