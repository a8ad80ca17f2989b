package io.percept.publish.corpus;

import io.percept.contract.InterleavedDocument;
import io.percept.contract.wire.DocumentCodec;
import io.percept.contract.wire.Encoding;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One document in JSON per line, as schemas/percept/v1/document.proto has it. Not thread-safe. */
public final class JsonLinesSink implements DocumentSink {

    /** Opens a new file. */
    interface Opening {
        OutputStream open(Path file) throws IOException;
    }

    private final Path directory;
    private final Opening opening;
    private PartFile file;
    private OutputStream out;

    public JsonLinesSink(Path directory) {
        this(directory, Files::newOutputStream);
    }

    JsonLinesSink(Path directory, Opening opening) {
        this.directory = directory;
        this.opening = opening;
    }

    @Override
    public void write(InterleavedDocument document) throws IOException {
        byte[] line = DocumentCodec.write(document, Encoding.JSON);
        if (file == null) {
            PartFile next = PartFile.create(directory, "documents", "jsonl");
            out = new BufferedOutputStream(opening.open(next.path()));
            file = next;
        }
        out.write(line);
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        if (file != null) {
            out.close();
            file.finish();
            file = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            try {
                out.close();
            } finally {
                file.discard();
                file = null;
            }
        }
    }
}
