package io.percept.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One instance of Percept in a process of its own, started as often as a fault wants it. */
final class PerceptProcess implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(60);

    private final String name;
    private final Path directory;
    private final Map<String, String> connection;
    private final PerceptSettings settings;
    private int starts;
    private boolean wanted;
    private JvmProcess process;

    /** @param connection keys that name the hosts which this run uses */
    PerceptProcess(String name, Path directory, Map<String, String> connection, PerceptSettings settings) {
        this.name = name;
        this.directory = directory;
        this.connection = connection;
        this.settings = settings;
    }

    /** Starts it, and does not wait. */
    void start() {
        starts++;
        wanted = true;
        List<String> options = new ArrayList<>(settings.options());
        options.add("-D" + IncarnationStamp.PROPERTY + "=" + name + "#" + starts);
        process = JvmProcess.start(name, directory, options, PerceptMain.class, arguments(), settings.environment());
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=faults",
                "--spring.main.web-application-type=none",
                "--percept.engine.threads=1",
                "--percept.engine.cache=target/faults/bundles",
                "--percept.worker.embedding-cache=8MB",
                "--percept.worker.prefix-cache=8MB",
                "--percept.worker.example-cache=1MB",
                "--percept.publish.encoding=protobuf",
                "--percept.intake.max-in-flight=" + settings.maxInFlight(),
                "--percept.intake.commit-interval=" + settings.commitInterval().toMillis() + "ms",
                "--spring.kafka.consumer.max-poll-records=" + settings.pollRecords(),
                // The least that the broker takes.
                "--spring.kafka.consumer.properties.session.timeout.ms=6000",
                "--spring.kafka.consumer.properties.heartbeat.interval.ms=1000",
                "--percept.intake.drain-timeout=4s",
                "--spring.kafka.producer.properties.interceptor.classes=" + IncarnationStamp.class.getName(),
                "--percept.intake.transactional-id=" + name));
        if (settings.staticMember()) {
            arguments.add("--spring.kafka.consumer.properties.group.instance.id=" + name);
        }
        connection.forEach((key, value) -> arguments.add("--" + key + "=" + value));
        // Of two values for a key, Spring would take both.
        settings.keys().forEach((key, value) -> {
            arguments.removeIf(argument -> argument.startsWith("--" + key + "="));
            arguments.add("--" + key + "=" + value);
        });
        return arguments;
    }

    /** How it is named in the stamps of its present start. */
    String incarnation() {
        return name + "#" + starts;
    }

    void kill() {
        wanted = false;
        process.kill();
    }

    /** {@code kill}, and waits until it has drained, committed and ended. */
    void stop() {
        wanted = false;
        if (!process.terminate(STOP)) {
            throw new IllegalStateException(name + " did not stop within a minute");
        }
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** @throws IllegalStateException where it has ended, and not by {@link #kill} or {@link #stop} */
    void requireAliveIfStarted() {
        if (wanted) {
            process.requireAlive();
        }
    }

    JvmProcess process() {
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
