package io.percept.publish.corpus;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.ColumnNamingStrategy;
import com.jerolba.carpet.io.FileSystemOutputFile;
import io.percept.contract.InterleavedDocument;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** One document per row, with the columns of {@link DocumentRow}. Not thread-safe. */
public final class ParquetSink implements DocumentSink {

    private final Path directory;
    private PartFile file;
    private CarpetWriter<DocumentRow> writer;

    public ParquetSink(Path directory) {
        this.directory = directory;
    }

    @Override
    public void write(InterleavedDocument document) throws IOException {
        if (file == null) {
            PartFile next = PartFile.create(directory, "documents", "parquet");
            try {
                writer = open(next.path());
            } catch (IOException | RuntimeException e) {
                next.discard();
                throw e;
            }
            file = next;
        }
        writer.write(DocumentRow.of(document));
    }

    private static CarpetWriter<DocumentRow> open(Path file) throws IOException {
        return new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), DocumentRow.class)
                .withConf(new PlainParquetConfiguration())
                .withColumnNamingStrategy(ColumnNamingStrategy.SNAKE_CASE)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build();
    }

    @Override
    public void finish() throws IOException {
        if (file != null) {
            writer.close();
            file.finish();
            file = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            try {
                writer.close();
            } finally {
                file.discard();
                file = null;
            }
        }
    }
}
