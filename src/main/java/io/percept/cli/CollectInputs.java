package io.percept.cli;

import io.percept.contract.ImageEvent;
import io.percept.contract.Segment;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The events in files: web pages (.html), events (.json), and one event per line (.jsonl). */
final class CollectInputs {

    private CollectInputs() {}

    /**
     * An event in one of its encodings.
     *
     * @param name of the file, and of the line in it
     */
    record Input(String name, byte[] value) {}

    /** The files that names stand for: themselves, or those of the right endings within a directory. */
    static List<Path> files(List<Path> names) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path name : names) {
            if (Files.isDirectory(name)) {
                try (Stream<Path> found = Files.walk(name)) {
                    found.filter(Files::isRegularFile)
                            .filter(file -> kind(file) != Kind.OTHER)
                            .sorted()
                            .forEach(files::add);
                }
            } else if (Files.isRegularFile(name) && kind(name) != Kind.OTHER) {
                files.add(name);
            } else {
                throw new IllegalArgumentException(
                        name + " is neither a directory nor a file that ends in .html, .htm, .json or .jsonl.");
            }
        }
        return files;
    }

    static List<Input> events(Path file) throws IOException {
        return switch (kind(file)) {
            case PAGE -> List.of(new Input(file.toString(), page(file)));
            case EVENT -> List.of(new Input(file.toString(), Files.readAllBytes(file)));
            case LINES -> lines(file);
            case OTHER -> List.of();
        };
    }

    private static List<Input> lines(Path file) throws IOException {
        List<Input> events = new ArrayList<>();
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                events.add(new Input(file + ":" + (i + 1), lines.get(i).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }

    private static byte[] page(Path file) throws IOException {
        SavedPage page = SavedPage.read(file);
        ImageEvent event = new ImageEvent(
                file.toString(),
                "/cli",
                Files.getLastModifiedTime(file).toInstant(),
                List.of(new Segment.Page(page.html(), page.url())),
                List.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
        return EventCodec.write(event, Encoding.PROTOBUF);
    }

    private enum Kind {
        PAGE,
        EVENT,
        LINES,
        OTHER
    }

    private static Kind kind(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html", "htm" -> Kind.PAGE;
            case "json" -> Kind.EVENT;
            case "jsonl" -> Kind.LINES;
            default -> Kind.OTHER;
        };
    }
}
