package io.percept.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.intake.collect.CollectedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CollectBatchTest {

    private static final CollectedEvent LEFT_OUT = new CollectedEvent(
            Optional.empty(), Optional.of(new PerceptException(ErrorCode.FILTERED, "it has no text")));

    private final StringWriter told = new StringWriter();
    private final CollectBatch batch = new CollectBatch(List.of(), new CollectSummary(new PrintWriter(told, true)));

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

    private void add(String name, CompletableFuture<CollectedEvent> event) {
        try {
            batch.add(name, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
