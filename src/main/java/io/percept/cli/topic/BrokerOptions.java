package io.percept.cli.topic;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** How one gets to a cluster: options of a command. */
public final class BrokerOptions {

    private static final String DEFAULT_SERVERS = "localhost:9092";
    /** How long a broker may take to answer before the command says that it does not, in milliseconds. */
    private static final String PATIENCE = "15000";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Of the cluster. Default: what --config says, else " + DEFAULT_SERVERS + ".")
    private Optional<String> servers = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, such as security.protocol and sasl.jaas.config.")
    private Optional<Path> config = Optional.empty();

    /**
     * The properties of a client.
     *
     * @throws IllegalArgumentException where the file of them cannot be read
     */
    public Map<String, Object> client() {
        Properties file = new Properties();
        if (config.isPresent()) {
            try (Reader reader = Files.newBufferedReader(config.get())) {
                file.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--config " + config.get() + " cannot be read as a file of properties: " + e.getMessage(), e);
            }
        }
        Map<String, Object> client = new HashMap<>();
        client.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE);
        client.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE);
        file.stringPropertyNames().forEach(name -> client.put(name, file.getProperty(name)));
        client.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVERS);
        servers.ifPresent(given -> client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, given));
        return client;
    }

    /** What to tell of a cluster that does not answer, or refuses. */
    public IllegalArgumentException explain(KafkaException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new IllegalArgumentException(
                "The cluster at %s did not do what was asked: %s"
                        .formatted(client().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG), cause.getMessage()),
                failure);
    }
}
