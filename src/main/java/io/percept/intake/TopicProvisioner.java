package io.percept.intake;

import io.percept.publish.TopicProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing, and leaves the others alone. */
public final class TopicProvisioner {

    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);
    /** Short, since intake tries again anyway and cannot be stopped meanwhile. */
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Map<String, Object> connection;
    private final TopicProperties topics;
    private final List<String> names;

    /**
     * Of the topics of enrichment.
     *
     * @param connection properties of an admin client
     * @param topics their names, and how they are created
     */
    TopicProvisioner(Map<String, Object> connection, TopicProperties topics) {
        this(connection, topics, List.of(topics.events(), topics.results(), topics.deadLetters(), topics.review()));
    }

    /**
     * @param connection properties of an admin client
     * @param topics how topics are created
     * @param names which ones must be there
     */
    public TopicProvisioner(Map<String, Object> connection, TopicProperties topics, List<String> names) {
        this.names = List.copyOf(names);
        this.connection = new HashMap<>(connection);
        this.connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.topics = topics;
    }

    /** @throws IllegalStateException where the broker does not answer or refuses */
    public void createMissing() {
        try (Admin admin = Admin.create(connection)) {
            Set<String> there = admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            List<NewTopic> missing = names.stream()
                    .distinct()
                    .filter(name -> !there.contains(name))
                    .map(name -> new NewTopic(
                            name,
                            Optional.of(topics.partitions()),
                            Optional.of(topics.replicationFactor()).filter(factor -> factor > 0)))
                    .toList();
            if (!missing.isEmpty()) {
                admin.createTopics(missing).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
                log.info(
                        "Created topics {}",
                        missing.stream().map(NewTopic::name).toList());
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw unavailable(e.getCause());
            }
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private IllegalStateException unavailable(Throwable cause) {
        Optional<String> login = LoginRefusal.explain(cause);
        if (login.isPresent()) {
            return new IllegalStateException(login.get(), cause);
        }
        return new IllegalStateException(
                "The topics %s could not be looked up or created: %s. Create them, or let the service's principal DESCRIBE and CREATE them."
                        .formatted(String.join(", ", names), cause),
                cause);
    }
}
