package io.percept.intake.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Kafka broker in this JVM: one KRaft node that is broker and controller, bound to the loopback address. Its
 * topics, groups and offsets outlive it in their directory. For development and for single hosts; a cluster is what
 * {@code spring.kafka.bootstrap-servers} is for.
 *
 * <p>It runs from construction to {@link #close()}.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private static final int NODE = 1;
    private static final String HOST = "127.0.0.1";

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    /**
     * Formats the directory where it is new, and starts the broker in it; takes some seconds.
     *
     * @param port the port of clients; 0 for a free one
     * @throws IllegalStateException where the port is taken, another broker has the directory, or it cannot be used
     */
    public EmbeddedBroker(Path directory, int port) {
        Path data = directory.toAbsolutePath().normalize();
        int[] ports = free(port, 0);
        this.bootstrapServers = HOST + ":" + ports[0];
        this.lock = DirectoryLock.take(data);
        try {
            format(data);
            this.server = started(data, ports[0], ports[1]);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        log.info("Embedded Kafka broker at {}, data in {}", bootstrapServers, data);
    }

    /** Host and port for clients on this host. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        try (lock) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static KafkaRaftServer started(Path data, int clients, int controller) {
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(
                    KafkaConfig.fromProps(properties(data, clients, controller), false), Time.SYSTEM);
            server.startup();
            return server;
        } catch (Exception e) {
            stop(server, e);
            throw new IllegalStateException(
                    "The embedded broker cannot start in %s: %s. Is another broker running there? Set percept.broker.directory, or spring.kafka.bootstrap-servers to use a broker of your own."
                            .formatted(data, e.getMessage()),
                    e);
        }
    }

    /** What has begun of a server that could not start would go on writing, and keep the process alive. */
    private static void stop(KafkaRaftServer server, Exception failure) {
        if (server == null) {
            return;
        }
        try {
            server.shutdown();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Properties properties(Path data, int clients, int controller) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                String.valueOf(NODE),
                "controller.quorum.voters",
                NODE + "@" + HOST + ":" + controller,
                "listeners",
                "CLIENTS://" + HOST + ":" + clients + ",CONTROLLER://" + HOST + ":" + controller,
                "advertised.listeners",
                "CLIENTS://" + HOST + ":" + clients,
                "listener.security.protocol.map",
                "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "CLIENTS",
                "controller.listener.names",
                "CONTROLLER",
                "log.dirs",
                data.toString(),
                "num.partitions",
                "4"));
        // One node can keep one copy only.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // Fifty partitions each would cost a second of start and a hundred open files for nothing.
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.num.partitions", "4");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After a crash the node may come back only when its former self has timed out.
        properties.put("broker.session.timeout.ms", "4000");
        properties.put("broker.heartbeat.interval.ms", "1000");
        // Images; Kafka's own limit is 1 MiB.
        properties.put("message.max.bytes", "10485760");
        // A typing error in a producer must not make a topic.
        properties.put("auto.create.topics.enable", "false");
        return properties;
    }

    private static void format(Path data) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            Files.createDirectories(data);
            if (Files.exists(data.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setPrintStream(new PrintStream(said, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The directory %s of the embedded broker cannot be formatted: %s %s. Set percept.broker.directory to one that can be written."
                            .formatted(data, e.getMessage(), said.toString(StandardCharsets.UTF_8)),
                    e);
        }
    }

    /** Both are held until both are known, or the system may give the same one twice. */
    private static int[] free(int clients, int controller) {
        try (ServerSocket first = new ServerSocket(clients, 1, InetAddress.getByName(HOST));
                ServerSocket second = new ServerSocket(controller, 1, InetAddress.getByName(HOST))) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Port %d of the embedded broker is taken: set percept.broker.port (0 for a free one), or spring.kafka.bootstrap-servers to use the broker that is there."
                            .formatted(clients),
                    e);
        }
    }
}
