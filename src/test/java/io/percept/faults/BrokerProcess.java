package io.percept.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Percept's embedded broker in a process of its own, which keeps its port and its data over restarts. */
final class BrokerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Path directory;
    private final Path data;
    private final int port = freePort();
    private JvmProcess process;

    /**
     * @param directory of its log
     * @param data of its topics
     */
    BrokerProcess(Path directory, Path data) {
        this.directory = directory;
        this.data = data;
    }

    /** Starts it, and waits until it answers. */
    void start() {
        process = JvmProcess.start(
                "broker",
                directory,
                List.of("-Xmx320m", "-XX:TieredStopAtLevel=1"),
                BrokerMain.class,
                List.of(data.toString(), String.valueOf(port)),
                Map.of());
        await().atMost(START).pollInterval(Duration.ofMillis(200)).until(this::answers);
    }

    private boolean answers() {
        process.requireAlive();
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", servers(), "default.api.timeout.ms", 1_000, "request.timeout.ms", 1_000))) {
            return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
        } catch (Exception e) {
            return false;
        }
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    void kill() {
        process.kill();
    }

    void stop() {
        if (!process.terminate(Duration.ofSeconds(60))) {
            throw new IllegalStateException("The broker did not stop within a minute");
        }
    }

    JvmProcess process() {
        return process;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("No port is free", e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
