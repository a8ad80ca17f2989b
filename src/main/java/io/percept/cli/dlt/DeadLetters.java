package io.percept.cli.dlt;

import io.percept.cli.topic.TopicReader;
import io.percept.publish.DeadLetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The topic of dead letters, for one command. Not thread-safe. */
final class DeadLetters implements AutoCloseable {

    private final Map<String, Object> client;
    private final String topic;
    private final TopicReader reader;
    /** Another one, since letters are being read when their events are looked for; null until one is. */
    private TopicReader originals;

    private final List<TopicPartition> partitions;
    private final ReplayedLetters replayed;

    private DeadLetters(LetterOptions options) {
        this.client = options.broker().client();
        this.topic = options.topic();
        this.reader = new TopicReader(client);
        try {
            this.partitions = reader.partitions(topic, "dead letters");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        this.replayed = ReplayedLetters.read(reader, topic);
    }

    /** What is done with the topic. */
    interface Work {
        int with(DeadLetters letters) throws Exception;
    }

    /**
     * Does something with the topic.
     *
     * @throws IllegalArgumentException saying what is wrong where the cluster does not answer or refuses
     */
    static int open(LetterOptions options, Work work) throws Exception {
        try (DeadLetters letters = new DeadLetters(options)) {
            return work.with(letters);
        } catch (KafkaException e) {
            throw options.broker().explain(e);
        }
    }

    Map<String, Object> client() {
        return client;
    }

    String topic() {
        return topic;
    }

    ReplayedLetters replayed() {
        return replayed;
    }

    /** The letters of a filter, in the order of each partition. */
    void each(LetterFilter filter, Consumer<DeadLetter> each) {
        reader.read(partitions, filter.since(), record -> {
            DeadLetter letter = new DeadLetter(record);
            if (filter.test(letter)) {
                each.accept(letter);
            }
        });
    }

    /**
     * The letters of these places, in the order of each partition.
     *
     * @param each false ends the reading
     */
    void each(SortedSet<PartitionOffset> places, Predicate<DeadLetter> each) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (PartitionOffset place : places) {
            TopicPartition partition = new TopicPartition(topic, place.partition());
            starts.putIfAbsent(partition, place.offset());
            ends.put(partition, place.offset() + 1);
        }
        reader.read(starts, ends, record -> {
            DeadLetter letter = new DeadLetter(record);
            return !places.contains(PartitionOffset.of(letter)) || each.test(letter);
        });
    }

    /** @throws IllegalArgumentException where there is none */
    DeadLetter at(PartitionOffset place) {
        return reader.at(new TopicPartition(topic, place.partition()), place.offset())
                .map(DeadLetter::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no letter at %s of %s, or none any more: see percept dlt list."
                                .formatted(place, topic)));
    }

    /** The event of a letter as it lies in its own topic, where it is still there. */
    Optional<ConsumerRecord<byte[], byte[]>> original(DeadLetter letter) {
        if (originals == null) {
            originals = new TopicReader(client);
        }
        return letter.original()
                .flatMap(position -> originals.at(position.topicPartition(), position.offset()))
                // Another record at the same place: the topic was made anew.
                .filter(record -> record.timestamp() == letter.originalTimestamp());
    }

    @Override
    public void close() {
        reader.close();
        if (originals != null) {
            originals.close();
        }
    }
}
