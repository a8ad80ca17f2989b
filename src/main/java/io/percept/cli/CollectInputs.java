package io.percept.cli;

import io.percept.contract.ImageEvent;
import io.percept.contract.Segment;
import io.percept.contract.wire.Encoding;
import io.percept.contract.wire.EventCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The events in a file: a web page (.html), an event (.json), or one event per line (.jsonl). Not thread-safe. */
final class CollectInputs implements AutoCloseable {

    private final Path file;
    /** Open from the first line on. */
    private BufferedReader lines;

    private int line;
    private boolean given;

    /** @param file one of {@link #files} */
    CollectInputs(Path file) {
        this.file = file;
    }

    /**
     * An event in one of its encodings.
     *
     * @param name of the file, and of the line in it
     */
    record Input(String name, byte[] value) {}

    /**
     * The files that names stand for: themselves, or those of the right endings within a directory.
     *
     * @throws IllegalArgumentException where one is neither, or a directory cannot be looked through
     */
    static List<Path> files(List<Path> names) {
        List<Path> files = new ArrayList<>();
        for (Path name : names) {
            if (Files.isDirectory(name)) {
                files.addAll(FolderFiles.in(name, file -> kind(file) != Kind.OTHER));
            } else if (Files.isRegularFile(name) && kind(name) != Kind.OTHER) {
                files.add(name);
            } else {
                throw new IllegalArgumentException(
                        name + " is neither a directory nor a file that ends in .html, .htm, .json or .jsonl.");
            }
        }
        return files;
    }

    /**
     * The next event; empty behind the last.
     *
     * @throws IOException where the file cannot be read, or not on
     * @throws io.percept.contract.PerceptException where it is a page that is refused before it is read
     */
    Optional<Input> next() throws IOException {
        if (kind(file) == Kind.LINES) {
            return nextLine();
        }
        if (given) {
            return Optional.empty();
        }
        given = true;
        return Optional.of(new Input(file.toString(), kind(file) == Kind.PAGE ? page(file) : Files.readAllBytes(file)));
    }

    private Optional<Input> nextLine() throws IOException {
        if (lines == null) {
            // Bytes as they are: a line that is no UTF-8 is a matter of its event alone.
            lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        }
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (!text.isBlank()) {
                return Optional.of(new Input(file + ":" + line, text.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
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
