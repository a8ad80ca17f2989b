package io.percept.intake;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/** Gives a new loop with a new consumer, which commits as the configured delivery wants it. */
final class EventLoops implements Supplier<EventLoop> {

    /** How offsets are committed. */
    interface Commits {
        OffsetCommits by(Consumer<byte[], byte[]> consumer, ProgressCodec codec);
    }

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Commits commits;
    private final RecordPipeline pipeline;
    private final InFlightBudget budget;
    private final IntakeMeters meters;
    private final IntakeProperties properties;

    EventLoops(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Commits commits,
            RecordPipeline pipeline,
            InFlightBudget budget,
            IntakeMeters meters,
            IntakeProperties properties) {
        this.consumers = consumers;
        this.commits = commits;
        this.pipeline = pipeline;
        this.budget = budget;
        this.meters = meters;
        this.properties = properties;
    }

    @Override
    public EventLoop get() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        ProgressCodec codec = new ProgressCodec(properties.maxProgressBytes());
        return new EventLoop(consumer, codec, commits.by(consumer, codec), pipeline, budget, meters, properties);
    }
}
