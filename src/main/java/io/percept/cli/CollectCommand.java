package io.percept.cli;

import io.percept.cli.topic.BrokerOptions;
import io.percept.cli.topic.TopicReader;
import io.percept.contract.PerceptException;
import io.percept.intake.collect.CollectConfiguration;
import io.percept.intake.collect.CollectProperties.Format;
import io.percept.intake.collect.EventCollection;
import io.percept.publish.Position;
import io.percept.publish.corpus.DocumentSink;
import io.percept.resolve.ResolveRuntime;
import io.percept.resolve.fetch.FetchListener;
import io.percept.vision.ImageSpec;
import io.percept.vision.PictureListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Collects interleaved documents from pages and events, without a model. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = "Cleans web pages, chats and events to interleaved documents, and counts what the filters drop.",
        footer = {
            "",
            "Images are fetched and decoded by percept.resolve.* and percept.vision.*, the",
            "keys of the service, from environment variables or system properties:",
            "  PERCEPT_RESOLVE_FETCH_ALLOW=a.example java -jar percept.jar collect ...",
            "  java -Dpercept.resolve.fetch.allow=a.example -jar percept.jar collect ...",
            "Not used are percept.resolve.max-images-per-page and percept.resolve.page.*:",
            "options of the command stand in for them."
        })
final class CollectCommand implements Callable<Integer> {

    /** What is looked at is whether an image has one colour, and its size, which the file says. */
    private static final ImageSpec LOOK = new ImageSpec(64, new float[3], new float[] {1, 1, 1}, "bicubic");

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Pages (.html), events (.json), events one per line (.jsonl), or directories of them.")
    private List<Path> names = List.of();

    @Option(names = "--topic", paramLabel = "NAME", description = "Take what this topic holds, instead of files.")
    private Optional<String> topic = Optional.empty();

    @Mixin
    private BrokerOptions broker;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "collected",
            description = "Where to write. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(names = "--format", split = ",", paramLabel = "FORMAT", description = "jsonl, parquet. Default: both.")
    private Set<Format> formats = EnumSet.allOf(Format.class);

    @Option(names = "--embed-images", description = "Write the bytes also of images that have an address.")
    private boolean embedImages;

    @Mixin
    private CollectRuleOptions rules;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (names.isEmpty() == topic.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Give either files and directories, or --topic.");
        }
        ImageSettings settings = ImageSettings.ofProcess();
        CollectSummary summary = new CollectSummary(command.commandLine().getErr());
        List<DocumentSink> sinks = formats.stream()
                .map(format -> CollectConfiguration.sink(format, out))
                .toList();
        // The sinks as well are closed as resources: one that fails then does not hide what failed before.
        try (Closeable unfinished = () -> DocumentSink.closeAll(sinks);
                ResolveRuntime resolving = ResolveRuntime.open(
                        LOOK,
                        settings.vision(),
                        settings.resolve(),
                        summary::filtered,
                        FetchListener.NONE,
                        PictureListener.NONE)) {
            collect(
                    new EventCollection(resolving.collector(rules.rules(), rules.maxImages(), embedImages)),
                    new CollectBatch(sinks, summary),
                    summary);
        }
        summary.print(command.commandLine().getOut());
        return summary.written() > 0 ? 0 : 1;
    }

    private void collect(EventCollection collection, CollectBatch batch, CollectSummary summary) throws IOException {
        try {
            if (topic.isPresent()) {
                collectTopic(topic.get(), collection, batch);
            } else {
                collectFiles(collection, batch, summary);
            }
            batch.finish();
        } catch (Throwable failure) {
            // The broker has gone, say, or memory has run out: what was collected until then is kept, and counted.
            if (batch.keep() && summary.written() > 0) {
                summary.print(command.commandLine().getOut());
            }
            throw failure;
        }
    }

    private void collectFiles(EventCollection collection, CollectBatch batch, CollectSummary summary)
            throws IOException {
        for (Path file : CollectInputs.files(names)) {
            try (CollectInputs inputs = new CollectInputs(file)) {
                Optional<CollectInputs.Input> input = next(inputs, file, summary);
                while (input.isPresent()) {
                    String name = input.get().name();
                    batch.add(name, collection.begin(input.get().value(), name));
                    input = next(inputs, file, summary);
                }
            }
        }
    }

    /** What follows in a file; nothing where it cannot be read on, for what other files give is kept. */
    private static Optional<CollectInputs.Input> next(CollectInputs inputs, Path file, CollectSummary summary) {
        try {
            return inputs.next();
        } catch (IOException e) {
            summary.unreadable(file, e);
            return Optional.empty();
        } catch (PerceptException e) {
            summary.leftOut(file.toString(), e);
            return Optional.empty();
        }
    }

    private void collectTopic(String name, EventCollection collection, CollectBatch batch) throws IOException {
        try (TopicReader reader = new TopicReader(broker.client())) {
            reader.read(reader.partitions(name, "events"), Optional.empty(), record -> {
                // One without a value erases those before it with its key, and is no event.
                if (record.value() != null) {
                    add(record, collection, batch);
                }
            });
        } catch (KafkaException e) {
            throw broker.explain(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, EventCollection collection, CollectBatch batch) {
        try {
            batch.add(Position.of(record).toString(), collection.begin(record));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
