package io.percept.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.percept.contract.BoundingBox;
import io.percept.contract.DocumentRecord;
import io.percept.contract.DocumentUse;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.ErrorCode;
import io.percept.contract.Evidence;
import io.percept.contract.ImageFrame;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultCodecTest {

    @Test
    void shouldWriteEveryKindOfOutcome() throws Exception {
        var message =
                io.percept.contract.v1.EnrichmentResult.parseFrom(ResultCodec.write(everything(), Encoding.PROTOBUF));

        assertThat(message.getOutcomesList())
                .extracting(outcome -> outcome.getOutcomeCase().name())
                .containsExactly("TEXT", "GROUNDED", "MODERATION", "CHOICE", "ERROR");
        assertThat(message.getOutcomes(2).getModeration().getAction().name()).isEqualTo("REVIEW");
        assertThat(message.getOutcomes(4).getError().getMessage()).isEqualTo("Send the whole file.");
    }

    @Test
    void shouldWriteJsonThatNamesEventModelAndEngine() {
        String json = new String(ResultCodec.write(everything(), Encoding.JSON), StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"eventId\":\"event\"", "\"name\":\"tiny\"", "\"engine\":\"OnnxRuntime 1\"")
                .doesNotContain("\n");
    }

    @Test
    void shouldNameTheFrameThatEvidenceIsOf() {
        var evidence = ResultCodec.message(everything())
                .getOutcomes(2)
                .getModeration()
                .getLabels(0)
                .getEvidence(0);

        assertThat(evidence.getFrame().getIndex()).isEqualTo(10);
        assertThat(evidence.getFrame().getAtMs()).isEqualTo(1000);
    }

    @Test
    void shouldSayHowManySearchesForEvidenceFailed() {
        var label =
                ResultCodec.message(everything()).getOutcomes(2).getModeration().getLabels(0);

        assertThat(label.getEvidenceFailed()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatAModerationDidNotLookAtAndWhyItIsReviewed() {
        var decision = new ModerationDecision(
                "default",
                "1",
                Action.REVIEW,
                List.of(),
                Optional.empty(),
                List.of("broken: https://a.example/gone.png", "more: 3"),
                Optional.of("images were not looked at"));

        var written = ResultCodec.message(everything()
                        .withOutcomes(List.of(
                                new TaskOutcome.Completed("m", "moderate", new TaskOutput.Moderation(decision)))))
                .getOutcomes(0)
                .getModeration();

        assertThat(written.getUnseenList()).containsExactly("broken: https://a.example/gone.png", "more: 3");
        assertThat(written.getReason()).isEqualTo("images were not looked at");
    }

    @Test
    void shouldSayWhatEndedAtItsLimit() {
        var image = new ImageFrame(0, 8, 8);
        EnrichmentResult result = everything()
                .withOutcomes(List.of(
                        new TaskOutcome.Completed(
                                "cut", "caption", new TaskOutput.Text("a red dog on a", Optional.empty(), true)),
                        new TaskOutcome.Completed(
                                "whole", "caption", new TaskOutput.Text("a red dog", Optional.empty())),
                        new TaskOutcome.Completed(
                                "boxes", "ground", new TaskOutput.Grounded("a dog", List.of(), image, true))));

        var written = ResultCodec.message(result);

        assertThat(written.getOutcomes(0).getText().getCut()).isTrue();
        assertThat(written.getOutcomes(1).getText().getCut()).isFalse();
        assertThat(written.getOutcomes(2).getGrounded().getCut()).isTrue();
        assertThat(new String(ResultCodec.write(result, Encoding.JSON), StandardCharsets.UTF_8))
                .contains("\"cut\":true")
                .doesNotContain("\"cut\":false");
    }

    @Test
    void shouldSayHowLateAResultIs() {
        assertThat(ResultCodec.message(everything()).getTimings().getLateMs()).isEqualTo(4);
    }

    @Test
    void shouldSayWhetherOutcomesAreReused() {
        EnrichmentResult own = everything();
        var reused = new EnrichmentResult(
                own.id(),
                own.eventId(),
                own.source(),
                own.time(),
                own.eventTime(),
                own.model(),
                own.outcomes(),
                own.timings(),
                own.attributes(),
                own.document(),
                true);

        assertThat(ResultCodec.message(own).getReused()).isFalse();
        assertThat(new String(ResultCodec.write(reused, Encoding.JSON), StandardCharsets.UTF_8))
                .contains("\"reused\":true");
    }

    @Test
    void shouldSayWhetherAFailureMayPass() throws Exception {
        EnrichmentResult result = everything()
                .withOutcomes(List.of(
                        new TaskOutcome.Failed("slow", "choose", ErrorCode.FETCH_FAILED, "A slow host.", true),
                        new TaskOutcome.Failed("gone", "choose", ErrorCode.FETCH_FAILED, "404.")));

        var read = io.percept.contract.v1.EnrichmentResult.parseFrom(ResultCodec.write(result, Encoding.PROTOBUF));

        assertThat(read.getOutcomesList())
                .extracting(outcome -> outcome.getError().getPassing())
                .containsExactly(true, false);
        assertThat(new String(ResultCodec.write(result, Encoding.JSON), StandardCharsets.UTF_8))
                .containsOnlyOnce("\"passing\":true")
                .doesNotContain("\"passing\":false");
    }

    @Test
    void shouldSayWhenTheEventHappenedWhereItSaysSoItself() throws Exception {
        Instant happened = Instant.parse("2026-01-02T03:04:05.000000006Z");

        var read = io.percept.contract.v1.EnrichmentResult.parseFrom(
                ResultCodec.write(everythingOf(Optional.of(happened)), Encoding.PROTOBUF));

        assertThat(Instant.ofEpochSecond(
                        read.getEventTime().getSeconds(), read.getEventTime().getNanos()))
                .isEqualTo(happened);
        assertThat(Instant.ofEpochSecond(read.getTime().getSeconds())).isEqualTo(Instant.EPOCH);
        assertThat(ResultCodec.message(everythingOf(Optional.empty())).hasEventTime())
                .isFalse();
    }

    @Test
    void shouldKeepWhenTheEventHappenedWhereAResultIsChanged() {
        Instant happened = Instant.parse("2026-01-02T03:04:05Z");
        EnrichmentResult result = everythingOf(Optional.of(happened));

        assertThat(result.withOutcomes(List.of()).eventTime()).hasValue(happened);
        assertThat(result.givenAt(Instant.EPOCH, 1).eventTime()).hasValue(happened);
    }

    @ParameterizedTest
    @CsvSource({
        "PROTOBUF, application/protobuf",
        "PROTOBUF, Application/Protobuf",
        "PROTOBUF, ''",
        "JSON, application/json",
        "JSON, ''"
    })
    void shouldReadAResultToJsonHoweverItWasWritten(Encoding encoding, String contentType) {
        String json = ResultCodec.readToJson(ResultCodec.write(everything(), encoding), contentType);

        assertThat(json).isEqualTo(new String(ResultCodec.write(everything(), Encoding.JSON), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            application/json     | pong
            application/json     | {"temperature": 20}
            application/protobuf | pong
            image/png            | {"id": "1"}
            ''                   | ''
            """)
    void shouldRefuseToReadWhatIsNoResult(String contentType, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultCodec.readToJson(value.getBytes(StandardCharsets.UTF_8), contentType));
    }

    @Test
    void shouldGiveARepeatedEventTheSameResultId() {
        assertThat(EnrichmentResult.idOf("/source", "event"))
                .isEqualTo(EnrichmentResult.idOf("/source", "event"))
                .isNotEqualTo(EnrichmentResult.idOf("/other", "event"));
    }

    /** @param happened when the event happened, where it says so itself */
    private static EnrichmentResult everythingOf(Optional<Instant> happened) {
        EnrichmentResult all = everything();
        return new EnrichmentResult(
                all.id(),
                all.eventId(),
                all.source(),
                all.time(),
                happened,
                all.model(),
                all.outcomes(),
                all.timings(),
                all.attributes(),
                all.document(),
                all.reused());
    }

    private static EnrichmentResult everything() {
        var image = new ImageFrame(1, 200, 10);
        var phrase = new TaskOutput.GroundedPhrase("a dog", List.of(new BoundingBox(0, 0, 0.5, 0.5)));
        var decision = new ModerationDecision(
                "default",
                "1",
                Action.REVIEW,
                List.of(new ModerationDecision.LabelDecision(
                        "hate",
                        0.7,
                        0.5,
                        0.9,
                        Action.REVIEW,
                        false,
                        Optional.empty(),
                        List.of(new Evidence(image, Optional.of(new DocumentUse.Frame(10, 1000)), phrase)),
                        2)),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return new EnrichmentResult(
                EnrichmentResult.idOf("/source", "event"),
                "event",
                "/source",
                Instant.EPOCH,
                Optional.empty(),
                new EnrichmentResult.ModelIdentity("tiny", "1", "abc", "OnnxRuntime 1"),
                List.of(
                        new TaskOutcome.Completed(
                                "a",
                                "caption",
                                new TaskOutput.Text("a red dog", Optional.of("because")),
                                DocumentUse.WHOLE,
                                OptionalLong.of(7)),
                        new TaskOutcome.Completed(
                                "b", "ground", new TaskOutput.Grounded("a dog", List.of(phrase), image)),
                        new TaskOutcome.Completed("c", "moderate", new TaskOutput.Moderation(decision)),
                        new TaskOutcome.Completed(
                                "d", "choose", new TaskOutput.Choice(1, List.of(0.25, 0.75), Optional.empty())),
                        new TaskOutcome.Failed("e", "answer", ErrorCode.IMAGE_TRUNCATED, "Send the whole file.")),
                new EnrichmentResult.Timings(1, 2, 3, 4),
                Map.of("tenant", "shop"),
                DocumentRecord.NONE,
                false);
    }
}
