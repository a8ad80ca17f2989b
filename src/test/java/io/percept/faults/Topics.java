package io.percept.faults;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of a run, by Percept's default names, and what the group has committed. */
final class Topics {

    static final String EVENTS = "image-events";
    static final String RESULTS = "image-enrichments";
    static final String DEAD_LETTERS = "image-events-dlt";
    static final String REVIEW = "image-reviews";
    /** Names the event; dead letters keep it, since they keep all headers. */
    static final String EVENT_HEADER = "faults-event";

    static final String GROUP = "percept";

    private final String servers;

    Topics(String servers) {
        this.servers = servers;
    }

    /** @param settings of each topic, such as its retention */
    void create(int partitions, Map<String, String> settings) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(EVENTS, RESULTS, DEAD_LETTERS, REVIEW).stream()
                            .map(name -> new NewTopic(name, partitions, (short) 1).configs(settings))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The topics could not be created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The group's offsets of the events, by partition. */
    Map<Integer, Long> committed() {
        try (Admin admin = admin()) {
            Map<Integer, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .forEach((partition, offset) -> {
                        if (partition.topic().equals(EVENTS) && offset != null) {
                            offsets.put(partition.partition(), offset.offset());
                        }
                    });
            return offsets;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The group's offsets could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", servers));
    }
}
