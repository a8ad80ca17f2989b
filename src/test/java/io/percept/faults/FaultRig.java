package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * One run of a fault: a broker and some Percepts in processes of their own, hosts of images, traffic, and the ledger. A run
 * begins with {@link #open}, does its fault, and ends with {@link #conclude}, which waits until all events have ended, lets the
 * checker judge, writes the report and fails where anything was violated.
 */
final class FaultRig implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FaultRig.class);

    /** Of reports and logs, a directory per run. */
    static final Path HOME = Path.of("target", "faults");

    private static final int PARTITIONS = 4;
    private static final Duration SETTLE = Duration.ofMinutes(5);

    private final Path home;
    private final String name;
    private final FaultSetup setup;
    private final Path directory;
    private final Instant started = Instant.now();
    private final Ledger ledger = new Ledger();
    private final ImageHost good = new ImageHost("127.0.0.1");
    private final ImageHost bad = new ImageHost("127.0.0.2");
    private final BrokerProcess broker;
    private final Topics topics;
    private final List<PerceptProcess> percepts;
    private final TerminalReader reader;
    private final Traffic traffic;
    private final List<Interruption> interruptions = new ArrayList<>();
    private int unwatched;

    private FaultRig(Path home, String name, FaultSetup setup, Map<String, String> topicSettings) {
        this.home = home;
        this.name = name;
        this.setup = setup;
        this.directory = home.resolve(name);
        clear(directory);
        broker = new BrokerProcess(directory, setup.brokerData().orElse(directory.resolve("broker-data")));
        broker.start();
        topics = new Topics(broker.servers());
        topics.create(PARTITIONS, topicSettings);
        percepts = IntStream.range(0, setup.instances())
                .mapToObj(i -> new PerceptProcess("percept-" + i, directory, connection(), setup.percepts()))
                .toList();
        reader = new TerminalReader(broker.servers(), PARTITIONS, ledger);
        traffic = new Traffic(
                broker.servers(),
                new EventMix(setup.seed(), good, bad, setup.kinds().of(bad)),
                ledger);
    }

    /** Starts broker and traffic; the Percepts are the test's to start. */
    static FaultRig open(String name, FaultSetup setup) {
        return open(HOME, name, setup, Map.of());
    }

    /**
     * @param home of the run's directory
     * @param topicSettings of each topic, such as its retention
     */
    static FaultRig open(Path home, String name, FaultSetup setup, Map<String, String> topicSettings) {
        return new FaultRig(home, name, setup, topicSettings);
    }

    private Map<String, String> connection() {
        return Map.of(
                "percept.intake.delivery",
                setup.delivery().text(),
                "spring.kafka.bootstrap-servers",
                broker.servers(),
                "percept.resolve.fetch.allow",
                good.name() + "," + bad.name());
    }

    Random random() {
        return new Random(setup.seed());
    }

    BrokerProcess broker() {
        return broker;
    }

    PerceptProcess percept(int index) {
        return percepts.get(index);
    }

    List<PerceptProcess> percepts() {
        return percepts;
    }

    Traffic traffic() {
        return traffic;
    }

    Ledger ledger() {
        return ledger;
    }

    /** How often anything was asked of the host that has nothing. */
    int badHostRequests() {
        return bad.requests();
    }

    /** How many events were sent that must end with one of these codes. */
    int sentOf(String... codes) {
        return ledger.expecting(Expectation.deadLetter(codes));
    }

    /** Waits until the present start of an instance has written so many endings. */
    void awaitEndings(PerceptProcess percept, int count, Duration limit) {
        await().atMost(limit).pollInterval(Duration.ofMillis(20)).until(() -> {
            requireAlive();
            return ledger.endingsOf(percept.incarnation()) >= count;
        });
    }

    /** Waits until so many more events have ended, whoever works on them. */
    void awaitProgress(int events, Duration limit) {
        int goal = ledger.endedEvents() + events;
        await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(() -> {
            requireAlive();
            return ledger.endedEvents() >= goal;
        });
    }

    private void requireAlive() {
        percepts.forEach(PerceptProcess::requireAliveIfStarted);
    }

    /** To be called while nobody can commit: all work in flight was cut off just now. */
    void interrupted() {
        interruptions.add(new Interruption(ledger.now(), topics.committed()));
    }

    /** Work of one instance was cut off, or may have been, while others go on: repetitions are counted only. */
    void disturbed() {
        unwatched++;
    }

    /**
     * @param fault in words
     * @param times how often it was put upon the run
     */
    void conclude(String fault, int times) {
        Verdict verdict = judge(unwatched == 0 ? Optional.of(interruptions) : Optional.empty());
        new FaultReports(home).add(FaultReport.of(name, fault, setup, times, verdict, repetitionsAllowed(), started));
        assertThat(verdict.isClean()).as(verdict.describe()).isTrue();
    }

    /**
     * Ends traffic, waits until all events have ended or too much time has passed, stops the Percepts in peace, and asks the
     * checker.
     *
     * @param causes of repetitions; empty: they are counted only
     */
    Verdict judge(Optional<List<Interruption>> causes) {
        traffic.finish();
        awaitSettled();
        percepts.stream().filter(PerceptProcess::isRunning).forEach(PerceptProcess::stop);
        return new Checker().check(ledger.observe(topics.committed(), causes, repetitionsAllowed()));
    }

    private int repetitionsAllowed() {
        return RepetitionLimit.of(interruptions.size() + unwatched, setup, ledger.terminals());
    }

    /** What has not ended by then, the checker reports. */
    private void awaitSettled() {
        try {
            await().atMost(SETTLE).pollInterval(Duration.ofMillis(100)).until(() -> {
                requireAlive();
                return ledger.isSettled();
            });
        } catch (ConditionTimeoutException e) {
            log.warn("Not all events ended within {}", SETTLE);
        }
    }

    private static void clear(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        traffic.close();
        reader.close();
        percepts.forEach(PerceptProcess::close);
        broker.close();
        good.close();
        bad.close();
    }
}
