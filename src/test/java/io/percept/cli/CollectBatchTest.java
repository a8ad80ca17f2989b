package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import io.percept.intake.collect.CollectedEvent;
import io.percept.publish.corpus.DocumentSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CollectBatchTest {

    private static final CollectedEvent LEFT_OUT = new CollectedEvent(
            Optional.empty(), Optional.of(new PerceptException(ErrorCode.FILTERED, "it has no text")));

    private final StringWriter told = new StringWriter();
    private final CollectSummary summary = new CollectSummary(new PrintWriter(told, true));
    private final CollectBatch batch = new CollectBatch(List.of(), summary);
    private final Sink sink = new Sink();

    @Test
    void shouldWaitForTheFirstAloneWhereManyAreUnderWay() {
        CompletableFuture<CollectedEvent> slow = new CompletableFuture<>();

        CompletableFuture<Void> added = CompletableFuture.runAsync(() -> {
            add("first", CompletableFuture.completedFuture(LEFT_OUT));
            for (int i = 0; i < 63; i++) {
                add("slow", slow);
            }
        });

        assertThat(added).succeedsWithin(Duration.ofSeconds(10));
        assertThat(told.toString()).startsWith("first: FILTERED").hasLineCount(1);
    }

    @Test
    void shouldWaitForTheFirstWhereManyAreUnderWay() {
        CompletableFuture<CollectedEvent> first = new CompletableFuture<>();
        CompletableFuture<Void> added = CompletableFuture.runAsync(() -> {
            add("first", first);
            for (int i = 0; i < 64; i++) {
                add("done", CompletableFuture.completedFuture(LEFT_OUT));
            }
        });
        assertThat(added).isNotDone();

        first.complete(LEFT_OUT);

        assertThat(added).succeedsWithin(Duration.ofSeconds(10));
        assertThat(told.toString()).startsWith("first: FILTERED").hasLineCount(2);
    }

    @Test
    void shouldWriteInTheOrderOfTheInputsWhatIsLeftInTheEnd() throws IOException {
        batch.add("first", CompletableFuture.completedFuture(LEFT_OUT).thenApplyAsync(event -> event));
        batch.add("second", CompletableFuture.completedFuture(LEFT_OUT));

        batch.finish();

        assertThat(told.toString().lines().map(line -> line.split(":")[0])).containsExactly("first", "second");
    }

    @Test
    void shouldKeepWhatHadBegunBehindAFailure() throws IOException {
        CollectBatch batch = new CollectBatch(List.of(sink), summary);
        batch.add("first", document("a").thenApplyAsync(event -> event));
        batch.add("second", document("b"));

        assertThat(batch.keep()).isTrue();

        assertThat(sink.written).containsExactly("a", "b");
        assertThat(sink.whole).isTrue();
        assertThat(summary.written()).isEqualTo(2);
    }

    @Test
    void shouldNotMakeAFileWholeThatHoldsADocumentInPart() throws IOException {
        Sink full = new Sink();
        full.writing = new IOException("disk full");
        CollectBatch batch = new CollectBatch(List.of(sink, full), summary);
        batch.add("first", document("a"));

        assertThatThrownBy(batch::finish).hasMessage("disk full");
        assertThat(batch.keep()).isTrue();

        assertThat(sink.whole).isTrue();
        assertThat(full.whole).isFalse();
    }

    @Test
    void shouldNotTryAgainToMakeAFileWholeThatCouldNotBe() throws IOException {
        sink.finishing = new IOException("disk full");
        CollectBatch batch = new CollectBatch(List.of(sink), summary);
        batch.add("first", document("a"));

        assertThatThrownBy(batch::finish).hasMessage("disk full");
        sink.finishing = null;

        assertThat(batch.keep()).isFalse();
        assertThat(sink.whole).isFalse();
    }

    @Test
    void shouldKeepTheOtherDocumentsWhereOneCannotBeWritten() throws IOException {
        sink.writing = new PerceptException(ErrorCode.INVALID_ENVELOPE, "its time cannot be written");
        CollectBatch batch = new CollectBatch(List.of(sink), summary);
        batch.add("first", document("a"));
        batch.add("second", document("b"));

        assertThatThrownBy(batch::finish).hasMessage("its time cannot be written");
        sink.writing = null;

        assertThat(batch.keep()).isTrue();
        assertThat(sink.written).containsExactly("b");
        assertThat(sink.whole).isTrue();
    }

    @Test
    void shouldTellWhatFailsBesides() throws IOException {
        sink.writing = new IOException("disk full");
        CollectBatch batch = new CollectBatch(List.of(sink), summary);
        batch.add("first", document("a"));

        assertThat(batch.keep()).isFalse();

        assertThat(told.toString()).contains("disk full").hasLineCount(1);
    }

    private static CompletableFuture<CollectedEvent> document(String id) {
        InterleavedDocument document = new InterleavedDocument(
                id, "/cli", Instant.EPOCH, "", "", "", List.of(), DocumentRecord.NONE, Map.of());
        return CompletableFuture.completedFuture(new CollectedEvent(Optional.of(document), Optional.empty()));
    }

    /** Remembers what is written, and fails where it is to. */
    private static final class Sink implements DocumentSink {

        private final List<String> written = new ArrayList<>();
        private Exception writing;
        private Exception finishing;
        private boolean whole;

        @Override
        public void write(InterleavedDocument document) throws IOException {
            fail(writing);
            written.add(document.id());
        }

        @Override
        public void finish() throws IOException {
            fail(finishing);
            whole = true;
        }

        @Override
        public void close() {}

        private static void fail(Exception failure) throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof PerceptException e) {
                throw e;
            }
        }
    }

    private void add(String name, CompletableFuture<CollectedEvent> event) {
        try {
            batch.add(name, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
