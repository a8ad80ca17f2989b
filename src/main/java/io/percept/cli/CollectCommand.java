package io.percept.cli;

import io.percept.intake.collect.CollectConfiguration;
import io.percept.intake.collect.CollectProperties.Format;
import io.percept.intake.collect.EventCollection;
import io.percept.intake.collect.TopicEvents;
import io.percept.publish.corpus.DocumentSink;
import io.percept.resolve.ResolveProperties;
import io.percept.resolve.ResolveRuntime;
import io.percept.resolve.VisionProperties;
import io.percept.resolve.fetch.FetchListener;
import io.percept.vision.ImageSpec;
import io.percept.vision.PictureListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
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
        description = "Cleans web pages, chats and events to interleaved documents, and counts what the filters drop.")
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

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Of the topic. Default: ${DEFAULT-VALUE}.")
    private String servers;

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
        CollectSummary summary = new CollectSummary(command.commandLine().getErr());
        Binder binder = Binder.get(new StandardEnvironment());
        List<DocumentSink> sinks = formats.stream()
                .map(format -> CollectConfiguration.sink(format, out))
                .toList();
        try (ResolveRuntime resolving = ResolveRuntime.open(
                LOOK,
                binder.bindOrCreate("percept.vision", VisionProperties.class),
                binder.bindOrCreate("percept.resolve", ResolveProperties.class),
                summary::filtered,
                FetchListener.NONE,
                PictureListener.NONE)) {
            EventCollection collection =
                    new EventCollection(resolving.collector(rules.rules(), rules.maxImages(), embedImages));
            CollectBatch batch = new CollectBatch(sinks, summary);
            if (topic.isPresent()) {
                collectTopic(collection, batch);
            } else {
                collectFiles(collection, batch);
            }
            batch.finish();
        } finally {
            for (DocumentSink sink : sinks) {
                sink.close();
            }
        }
        summary.print(command.commandLine().getOut());
        return summary.written() > 0 ? 0 : 1;
    }

    private void collectFiles(EventCollection collection, CollectBatch batch) throws IOException {
        for (Path file : CollectInputs.files(names)) {
            for (CollectInputs.Input input : CollectInputs.events(file)) {
                batch.add(input.name(), collection.begin(input.value(), Map.of(), input.name()));
            }
        }
    }

    private void collectTopic(EventCollection collection, CollectBatch batch) throws IOException {
        try (TopicEvents events = new TopicEvents(servers, topic.orElseThrow())) {
            List<TopicEvents.TopicEvent> some = events.next();
            while (!some.isEmpty()) {
                for (TopicEvents.TopicEvent event : some) {
                    batch.add(event.position(), collection.begin(event.value(), event.headers(), event.position()));
                }
                some = events.next();
            }
        }
    }
}
