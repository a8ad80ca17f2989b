package io.percept.publish.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import io.percept.contract.DocumentRecord;
import io.percept.contract.ImageContext;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.PicturePiece;
import io.percept.contract.InterleavedDocument.TextPiece;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of documents, read back by other code than wrote them. */
class DocumentSinkTest {

    private static final Instant TIME = Instant.parse("2026-10-02T08:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void shouldWriteOneDocumentPerLine() throws IOException {
        try (DocumentSink sink = new JsonLinesSink(directory)) {
            sink.write(document("a"));
            sink.write(document("b"));
            sink.finish();
        }

        List<String> lines = Files.readAllLines(only("jsonl"));
        assertThat(lines).hasSize(2);
        JsonNode first = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(first.get("id").asString()).isEqualTo("a");
        assertThat(first.at("/pieces/0/text").asString()).isEqualTo("one\ntwo");
        assertThat(first.at("/pieces/1/image/sha256").asString()).isEqualTo("abc");
        assertThat(first.at("/pieces/1/speaker").asString()).isEqualTo("ann");
        assertThat(first.at("/record/filtered/0/filter").asString()).isEqualTo("gibberish");
        assertThat(first.at("/record/skipped/0/reason").asString()).isEqualTo("one-colour");
    }

    @Test
    void shouldWriteOneDocumentPerRow() throws IOException {
        try (DocumentSink sink = new ParquetSink(directory)) {
            sink.write(document("a"));
            sink.write(document("b"));
            sink.finish();
        }

        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(only("parquet")));
                RowReader rows = file.rowReader()) {
            rows.next();
            assertThat(rows.getString("id")).isEqualTo("a");
            assertThat(rows.getString("url")).isEqualTo("https://coast.example/");
            assertThat(rows.isNull("title")).isTrue();
            PqList pieces = rows.getList("pieces");
            assertThat(pieces.size()).isEqualTo(2);
            PqStruct text = (PqStruct) pieces.get(0);
            assertThat(text.getString("text")).isEqualTo("one\ntwo");
            PqStruct said = (PqStruct) pieces.get(1);
            assertThat(said.getString("speaker")).isEqualTo("ann");
            PqStruct image = said.getStruct("image");
            assertThat(image.getString("media_type")).isEqualTo("image/png");
            assertThat(image.getInt("width")).isEqualTo(640);
            assertThat(image.getBinary("content")).containsExactly(1, 2, 3);
            rows.next();
            assertThat(rows.getString("id")).isEqualTo("b");
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void shouldShowAFileOnlyWhenItIsWhole() throws IOException {
        try (DocumentSink sink = new ParquetSink(directory)) {
            sink.write(document("a"));
            assertThat(files()).allMatch(file -> file.toString().endsWith(".part"));
            sink.finish();
            assertThat(files()).singleElement().asString().endsWith(".parquet");
            sink.write(document("b"));
        }

        assertThat(files()).as("what was not finished is given up").hasSize(1);
    }

    @Test
    void shouldLeaveNothingBehindOnADiskThatIsFull() throws IOException {
        DocumentSink sink = new JsonLinesSink(directory, file -> new FullDisk(Files.newOutputStream(file)));
        sink.write(document("a"));

        assertThatThrownBy(sink::close).hasMessage("disk full");

        assertThat(files()).isEmpty();
    }

    @Test
    void shouldWriteNoFileWithoutDocuments() throws IOException {
        try (DocumentSink sink = new JsonLinesSink(directory)) {
            sink.finish();
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void shouldRefuseADocumentThatJsonCannotHoldAndKeepTheOthers() throws IOException {
        try (DocumentSink sink = new JsonLinesSink(directory)) {
            sink.write(document("a"));
            assertThatThrownBy(() -> sink.write(document("b", TIME.plus(Duration.ofDays(4_000_000)))))
                    .isInstanceOf(PerceptException.class)
                    .hasMessageContaining("Event b: its document cannot be written in JSON");
            sink.write(document("c"));
            sink.finish();
        }

        assertThat(Files.readAllLines(only("jsonl"))).hasSize(2);
    }

    /** Takes no byte. */
    private static final class FullDisk extends FilterOutputStream {

        FullDisk(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("disk full");
        }
    }

    private Path only(String ending) throws IOException {
        return files().stream()
                .filter(file -> file.toString().endsWith("." + ending))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static InterleavedDocument document(String id) {
        return document(id, TIME);
    }

    private static InterleavedDocument document(String id, Instant time) {
        return new InterleavedDocument(
                id,
                "/test",
                time,
                "https://coast.example/",
                "",
                "en",
                List.of(
                        new TextPiece("one\ntwo", "", Optional.empty()),
                        new PicturePiece(
                                "",
                                "abc",
                                "image/png",
                                640,
                                480,
                                1,
                                "a dog",
                                ImageContext.NONE,
                                Optional.of(new byte[] {1, 2, 3}),
                                "ann",
                                Optional.of(TIME))),
                DocumentRecord.NONE
                        .holding(1, 1)
                        .withFiltered("gibberish", 2)
                        .withSkipped(List.of(new SkippedImage(Reason.ONE_COLOUR, "https://coast.example/x.png", ""))),
                Map.of("tenant", "t"));
    }
}
