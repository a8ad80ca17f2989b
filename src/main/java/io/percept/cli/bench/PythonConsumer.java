package io.percept.cli.bench;

import io.percept.engine.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import tools.jackson.databind.json.JsonMapper;

/**
 * The consumer in Python: a process per round, with a topic of its own on the same broker. Its loading is not timed: as for every
 * contender the clock runs from the first event taken in to the last result.
 */
final class PythonConsumer implements Contender {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ENDING_SECONDS = 60;

    /** How it is written. */
    enum Manner {
        /** Each image decoded in full, each prompt computed with its image. */
        PLAIN("Python", "it decodes in full, and computes each prompt with its image"),
        /** With what we do: JPEG at reduced scale, an image computed once for all its prompts. */
        CAREFUL("careful Python", "it decodes at reduced scale, and computes an image once for all its prompts");

        private final String title;
        private final String note;

        Manner(String title, String note) {
            this.title = title;
            this.note = note;
        }

        String note() {
            return note;
        }
    }

    static String name(Manner manner, int batchSize) {
        return manner.title + (batchSize == 1 ? ", one at a time" : ", static batches of " + batchSize);
    }

    private final Python python;
    private final RunningService service;
    private final Bundle bundle;
    private final Reference reference;
    private final Path directory;
    private final int threads;
    private final Manner manner;
    private final int batchSize;
    private final Agreement agreement;

    /**
     * @param directory for its plan and log
     * @param agreement is told all that it says
     */
    PythonConsumer(
            Python python,
            RunningService service,
            Bundle bundle,
            Reference reference,
            Path directory,
            int threads,
            Manner manner,
            int batchSize,
            Agreement agreement) {
        this.python = python;
        this.service = service;
        this.bundle = bundle;
        this.reference = reference;
        this.directory = directory;
        this.threads = threads;
        this.manner = manner;
        this.batchSize = batchSize;
        this.agreement = agreement;
    }

    @Override
    public String name() {
        return name(manner, batchSize);
    }

    @Override
    public Measured run(Batch batch) {
        String servers = service.bootstrapServers();
        String events = "peer-events-" + batch.first();
        String results = "peer-results-" + batch.first();
        int partitions = service.topics().partitions();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(
                            List.of(new NewTopic(events, partitions, (short) 1), new NewTopic(results, 1, (short) 1)))
                    .all()
                    .get();
            try (EventSender sender = new EventSender(servers, events, partitions);
                    ResultWatch watch = ResultWatch.inBulk(servers, results, 1)) {
                sender.sendAll(batch);
                return consume(batch, watch, command(batch, servers, events, results));
            } finally {
                admin.deleteTopics(List.of(events, results)).all().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker refused the topics of the Python consumer", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Python ran", e);
        }
    }

    private Measured consume(Batch batch, ResultWatch watch, List<String> command) throws InterruptedException {
        Path log = directory.resolve("python.log");
        Process process = python.start(directory, command, ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            List<ResultWatch.Seen> seen = new ArrayList<>(batch.count());
            watch.await(batch.count(), PATIENCE, process::isAlive, seen::add);
            for (ResultWatch.Seen each : seen) {
                Reference.Picture picture = reference.pictures().get(batch.picture(batch.numberOf(each.eventId())));
                agreement.add(picture.outcomes(), each.result().path("said"));
            }
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Python had sent all results and did not end.");
            }
            return Measured.of(batch.count(), ResultWatch.seconds(seen));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + said(log), e);
        } finally {
            process.destroy();
        }
    }

    private List<String> command(Batch batch, String servers, String events, String results) {
        Path plan = directory.resolve("plan.json");
        try {
            Files.writeString(plan, JsonMapper.shared().writeValueAsString(PeerPlan.of(bundle, reference)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> options = Map.of(
                "--servers", servers,
                "--topic", events,
                "--results", results,
                "--group", events,
                "--bundle", bundle.directory().toAbsolutePath().toString(),
                "--plan", plan.toAbsolutePath().toString(),
                "--threads", String.valueOf(threads),
                "--batch", String.valueOf(batchSize),
                "--count", String.valueOf(batch.count()));
        List<String> command = new ArrayList<>(List.of(python.script("consumer.py")));
        if (manner == Manner.CAREFUL) {
            command.add("--careful");
        }
        options.forEach((name, value) -> command.addAll(List.of(name, value)));
        return command;
    }

    private static String said(Path log) {
        try {
            return " Python said: " + Files.readString(log);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
