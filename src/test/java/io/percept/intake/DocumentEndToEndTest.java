package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.v1.AltTextSuggestion;
import io.percept.contract.v1.EnrichmentResult;
import io.percept.contract.v1.Finding;
import io.percept.contract.v1.TaskOutcome;
import io.percept.contract.v1.Window;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What results say of documents: how they were split, which frames were seen, what alternative texts are worth. */
class DocumentEndToEndTest extends RunningService {

    @Test
    void shouldNameTheFrameOfAnAnimationThatGaveTheVerdict() throws IOException {
        EnrichmentResult result = enrich("animated.json");

        TaskOutcome moderation = result.getOutcomes(0);
        assertThat(moderation.getDocumentUse().getAnimations(0).getFrames()).isEqualTo(15);
        assertThat(moderation.getDocumentUse().getAnimations(0).getLookedAtList())
                .extracting(frame -> frame.getIndex() * 200 == frame.getAtMs())
                .hasSize(2)
                .containsOnly(true);
        assertThat(moderation.getModeration().getLabelsList()).allSatisfy(label -> {
            assertThat(label.getSeenIn().getImage()).isZero();
            assertThat(label.getSeenIn().getFrame().getIndex()).isIn(0, 8);
        });
        assertThat(result.getOutcomes(1).getDocumentUse().getAnimations(0).getLookedAtList())
                .as("a caption is of the frame that stands for the longest time")
                .singleElement()
                .satisfies(frame -> assertThat(frame.getIndex()).isZero());
        assertThat(result.getDocument().getImages()).isOne();
    }

    @Test
    void shouldSayHowALongChatWasSplit() throws IOException {
        EnrichmentResult result = enrich("long-chat.json");

        TaskOutcome moderation = result.getOutcomes(0);
        assertThat(moderation.getDocumentUse().getWindowsList())
                .hasSizeGreaterThan(1)
                .allSatisfy(window -> assertThat(window.getLookedAt()).isTrue());
        assertThat(moderation.getModeration().getLabelsList())
                .allSatisfy(label -> assertThat(label.getSeenIn().getWindow())
                        .isLessThan(moderation.getDocumentUse().getWindowsCount()));
        assertThat(result.getOutcomes(1).getDocumentUse().getWindowsList())
                .extracting(Window::getLookedAt)
                .containsOnlyOnce(true);
        assertThat(result.getOutcomes(2).getDocumentUse().getDroppedTokens())
                .as("a caption keeps the picture and loses text")
                .isPositive();
    }

    @Test
    void shouldSuggestAlternativeTextsBesideTheExistingOnes() throws IOException {
        EnrichmentResult result = enrich("alt-text.json");

        TaskOutcome outcome = result.getOutcomes(0);
        assertThat(outcome.getType()).isEqualTo("alt_text");
        assertThat(outcome.getAltText().getImagesList()).hasSize(3);
        AltTextSuggestion elephant = outcome.getAltText().getImages(0);
        assertThat(elephant.getExisting()).isEqualTo("IMG_0042.png");
        assertThat(elephant.getExistingFindingsList())
                .extracting(Finding::getTechnique)
                .containsExactly("F30");
        assertThat(elephant.getContext().getCaption()).isEqualTo("Jumbo has come to us in May.");
        AltTextSuggestion link = outcome.getAltText().getImages(1);
        assertThat(link.hasExisting()).isFalse();
        assertThat(link.getContext().getTarget()).isEqualTo("https://example.org/cats");
        assertThat(link.getExistingFindingsList())
                .extracting(Finding::getTechnique)
                .containsExactly("F89");
        AltTextSuggestion spacer = outcome.getAltText().getImages(2);
        assertThat(spacer.hasImage()).isFalse();
        assertThat(spacer.getDecorativeCount()).isOne();
        assertThat(result.getOutcomes(1).getAltText().getImagesList())
                .singleElement()
                .satisfies(image -> assertThat(image.getSuggested()).hasSizeLessThanOrEqualTo(30));
    }

    private EnrichmentResult enrich(String example) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address("/v1/enrich"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(Path.of("schemas/examples", example)))
                .build();
        HttpResponse<String> response = exchange(request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        EnrichmentResult.Builder result = EnrichmentResult.newBuilder();
        com.google.protobuf.util.JsonFormat.parser().merge(response.body(), result);
        return result.build();
    }
}
