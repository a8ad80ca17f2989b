package io.percept.cli.dlt;

import io.percept.publish.DeadLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a dead letter: the reason, all headers, and the event without its images.")
final class ShowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PARTITION@OFFSET",
            converter = PartitionOffset.Converter.class,
            description = "Its place.")
    private PartitionOffset place;

    @Mixin
    private LetterOptions options;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write the event's bytes, as they came, to a new file.")
    private Optional<Path> save = Optional.empty();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws Exception {
        save.ifPresent(file -> Refusals.unless(
                !Files.exists(file), command, file + " exists: name a file that does not, it is not overwritten."));
        return DeadLetters.open(options, this::show);
    }

    private int show(DeadLetters letters) throws IOException {
        DeadLetter letter = letters.at(place);
        PrintWriter out = command.commandLine().getOut();
        out.printf("%s: %s%n", Printable.line(letter.code()), Printable.text(letter.message()));
        out.printf("%nletter    %s, id %s%n", letter.position(), letter.id());
        out.printf("written   %s%n", letter.time());
        out.printf("replayed  %s%n", letters.replayed().destination(letter.id()).orElse("no"));
        out.printf("key       %s%n", Printable.bytes(letter.originalKey().orElse(null)));
        print("headers of the fault", letter.ownHeaders(), out);
        print("headers of the event", letter.originalHeaders(), out);
        Optional<byte[]> event = event(letters, letter);
        String readable = event.map(
                        value -> ReadableEvent.of(value, letter.record().headers()))
                .orElseGet(() -> letter.leftOut().isPresent()
                        ? "(left out of the letter, and no longer in its topic)"
                        : "(none)");
        out.printf("%nevent%n%s%n", readable);
        out.flush();
        return save.isEmpty() ? 0 : write(event, out);
    }

    private static Optional<byte[]> event(DeadLetters letters, DeadLetter letter) {
        return letter.leftOut().isPresent()
                ? letters.original(letter).map(record -> record.value())
                : Optional.ofNullable(letter.record().value());
    }

    private int write(Optional<byte[]> event, PrintWriter out) throws IOException {
        if (event.isEmpty()) {
            throw new IllegalArgumentException("There are no bytes to write to " + save.get() + ".");
        }
        Files.write(save.get(), event.get(), java.nio.file.StandardOpenOption.CREATE_NEW);
        out.printf("%nwrote %d bytes to %s%n", event.get().length, save.get());
        out.flush();
        return 0;
    }

    private static void print(String title, List<Header> headers, PrintWriter out) {
        out.printf("%n%s%n", title);
        headers.forEach(
                header -> out.printf("  %-27s %s%n", Printable.line(header.key()), Printable.bytes(header.value())));
    }
}
