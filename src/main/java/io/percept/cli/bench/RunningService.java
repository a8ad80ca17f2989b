package io.percept.cli.bench;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.percept.Percept;
import io.percept.intake.EventIntake;
import io.percept.intake.IntakeProperties;
import io.percept.intake.enrichment.EventEnricher;
import io.percept.intake.enrichment.ModelRuntime;
import io.percept.publish.TopicProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service as it ships, in this JVM, with the embedded broker and its own defaults. Intake stands still until a contender
 * starts it.
 */
final class RunningService implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param directory of the broker, empty
     * @param bundle none: the packaged one
     * @param threads of the engine
     */
    static RunningService start(Path directory, Optional<Path> bundle, int threads) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.kafka.bootstrap-servers=",
                "--percept.broker.port=0",
                "--percept.broker.directory=" + directory,
                "--percept.engine.threads=" + threads));
        bundle.ifPresent(path -> arguments.add("--percept.model=" + path));
        RunningService service = start(arguments);
        service.intake().stop();
        return service;
    }

    /** Another service of the same bundle that takes no events in, on the same broker. */
    RunningService beside(List<String> properties) {
        List<String> arguments = new ArrayList<>(properties);
        arguments.add("--percept.intake.enabled=false");
        return onTheSameBroker(arguments);
    }

    /**
     * Another one, on topics of its own of the same broker, whose intake stands still too until a contender starts it.
     *
     * @param prefix of its topics and of its group
     * @param threads of the engine
     */
    RunningService besideWithTopics(String prefix, int threads) {
        RunningService other = onTheSameBroker(List.of(
                "--percept.engine.threads=" + threads,
                "--spring.kafka.consumer.group-id=" + prefix,
                "--percept.topics.events=" + prefix + "-events",
                "--percept.topics.results=" + prefix + "-results",
                "--percept.topics.dead-letters=" + prefix + "-dead-letters",
                "--percept.topics.review=" + prefix + "-reviews"));
        other.intake().stop();
        return other;
    }

    private RunningService onTheSameBroker(List<String> properties) {
        List<String> arguments = new ArrayList<>(properties);
        arguments.addAll(List.of(
                "--spring.kafka.bootstrap-servers=" + bootstrapServers(),
                "--percept.model=" + model().bundle().directory()));
        return start(arguments);
    }

    private static RunningService start(List<String> properties) {
        List<String> arguments = new ArrayList<>(properties);
        arguments.addAll(List.of(
                "--server.port=0",
                "--logging.level.root=warn",
                "--logging.level.io.percept=warn",
                // It tells of every topic that is new, which the peers' are.
                "--logging.level.org.apache.kafka.clients=error"));
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Percept.class).profiles("bench").run(arguments.toArray(String[]::new));
        return new RunningService(context);
    }

    EventIntake intake() {
        return context.getBean(EventIntake.class);
    }

    EventEnricher enricher() {
        return context.getBean(EventEnricher.class);
    }

    ModelRuntime model() {
        return context.getBean(ModelRuntime.class);
    }

    TopicProperties topics() {
        return context.getBean(TopicProperties.class);
    }

    IntakeProperties limits() {
        return context.getBean(IntakeProperties.class);
    }

    String bootstrapServers() {
        return String.join(
                ",", context.getBean(KafkaConnectionDetails.class).getConsumer().getBootstrapServers());
    }

    /** To the topic of events. */
    EventSender sender() {
        return new EventSender(bootstrapServers(), topics().events(), topics().partitions());
    }

    /** Of the topic of results. */
    ResultWatch watchAtOnce() {
        return ResultWatch.atOnce(bootstrapServers(), topics().results(), topics().partitions());
    }

    /** Of the topic of results. */
    ResultWatch watchInBulk() {
        return ResultWatch.inBulk(bootstrapServers(), topics().results(), topics().partitions());
    }

    /** What the worker has made the engine do since the start, by the service's own meters. */
    Work work() {
        return new Work(batched("encode"), counted("prefilled"), batched("step"));
    }

    /** Calls of the engines since the start, by the service's own meters. */
    Profile.Calls calls() {
        return new Profile.Calls(calls("encode"), calls("prefill"), calls("step"));
    }

    /** The same for {@code encode}, {@code prefill} or {@code step}. */
    long calls(String stage) {
        return batches(stage).map(DistributionSummary::count).orElse(0L);
    }

    private double batched(String stage) {
        return batches(stage).map(DistributionSummary::totalAmount).orElse(0.0);
    }

    private Optional<DistributionSummary> batches(String stage) {
        return Optional.ofNullable(
                meters().find("percept.worker.batch").tag("stage", stage).summary());
    }

    private double counted(String kind) {
        return meters().get("percept.worker.tokens").tag("kind", kind).counter().count();
    }

    private MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
