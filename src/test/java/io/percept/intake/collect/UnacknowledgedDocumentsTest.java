package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.DocumentRecord;
import io.percept.contract.InterleavedDocument;
import io.percept.contract.InterleavedDocument.TextPiece;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UnacknowledgedDocumentsTest {

    private final UnacknowledgedDocuments documents = new UnacknowledgedDocuments();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    @Test
    void shouldCountADocumentUntilTheBrokerAnswersForIt() {
        documents.add(document("four"), answer);
        assertThat(documents.bytes()).isEqualTo(4);

        answer.complete(null);

        assertThat(documents.bytes()).isZero();
        assertThat(documents.areAnswered()).isTrue();
    }

    @Test
    void shouldCountWhatIsForgottenAsLongAsItIsInMemory() {
        documents.add(document("four"), answer);

        documents.forget();

        assertThat(documents.areAnswered()).isTrue();
        assertThat(documents.bytes()).isEqualTo(4);
    }

    @Test
    void shouldTakeAFailureForAnAnswerAndThenMeetIt() {
        documents.add(document("four"), answer);

        answer.completeExceptionally(new IllegalStateException("no broker"));

        assertThat(documents.areAnsweredWithin(Duration.ofSeconds(1))).isTrue();
        assertThatThrownBy(documents::throwIfFailed).hasRootCauseMessage("no broker");
    }

    @Test
    void shouldNotWaitForEver() {
        documents.add(document("four"), answer);

        assertThat(documents.areAnsweredWithin(Duration.ofMillis(1))).isFalse();
    }

    private static InterleavedDocument document(String text) {
        return new InterleavedDocument(
                "one",
                "/test",
                Instant.EPOCH,
                "",
                "",
                "",
                List.of(new TextPiece(text, "", Optional.empty())),
                DocumentRecord.NONE,
                Map.of());
    }
}
