package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.FrameOfImage;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ErrorCode;
import io.percept.contract.Evidence;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.policy.LabelRule;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.Generation;
import io.percept.prompt.ImageNotes;
import io.percept.prompt.ImagePart;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import io.percept.worker.TaskRunner;
import io.percept.worker.Urgency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the searches, with a model that finds everything everywhere. */
class EvidenceSearchTest {

    private static final Document ANIMATED_AND_STILL =
            Document.of(animation("gif0", "gif1", "gif2"), new ImagePart(image("still")));

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final List<String> searched = new ArrayList<>();
    private final Map<String, PerceptException> failing = new HashMap<>();
    private final EvidenceSearch search = new EvidenceSearch(
            new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT), new TaskRunner(this::findEverywhere));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void shouldSearchTheFrameThatGaveTheScore() {
        List<Evidence> found = evidence(Optional.of(new FrameOfImage(0, new Frame(20, 2000))));

        assertThat(searched).containsExactly("gif2", "still");
        assertThat(found.getFirst().frame()).contains(new Frame(20, 2000));
    }

    @Test
    void shouldCountAnAnimationAsOneImage() {
        List<Evidence> found = evidence(Optional.empty());

        assertThat(found).extracting(evidence -> evidence.image().index()).containsExactly(0, 1);
        assertThat(found.getLast().frame()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheDecisionAndWhatOtherSearchesFoundWhereOneFails(boolean passing) {
        failing.put(
                "a",
                passing
                        ? PerceptException.passing(ErrorCode.ENGINE_BUSY, "too many plans wait", null)
                        : new PerceptException(ErrorCode.ENGINE_FAILED, "the engine failed on it"));

        ModerationDecision decision = addTo(Document.of(still("a"), still("b")), List.of(), label("weapons", 0.9, 0));

        assertThat(decision.action()).isEqualTo(Action.REVIEW);
        assertThat(decision.lacksEvidence()).isTrue();
        assertThat(decision.labels().getFirst().evidenceFailed()).isEqualTo(1);
        assertThat(decision.labels().getFirst().evidence())
                .extracting(evidence -> evidence.image().index())
                .containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"STOPPING", "EXPIRED"})
    void shouldNotDecideWhereTheServiceStopsOrNobodyWantsTheDecisionAnyMore(ErrorCode code) {
        failing.put("a", new PerceptException(code, "it is over"));

        assertThatThrownBy(() -> addTo(Document.of(still("a")), List.of(), label("weapons", 0.9, 0)))
                .hasRootCauseMessage("it is over");
    }

    /** @param frame that gave the score of the label */
    private List<Evidence> evidence(Optional<FrameOfImage> frame) {
        return addTo(ANIMATED_AND_STILL, List.of(), label("weapons", 0.9, new SeenIn(0, frame)))
                .labels()
                .getFirst()
                .evidence();
    }

    private ModerationDecision addTo(Document document, List<Window> windows, LabelDecision... labels) {
        List<LabelRule> rules = Stream.of(labels)
                .map(label ->
                        new LabelRule(label.label(), LabelQuestion.of("is it?"), 0.5, 0.95, false, List.of("a knife")))
                .toList();
        ModerationDecision decision = new ModerationDecision(
                "test", "1", Action.REVIEW, List.of(labels), Optional.empty(), List.of(), Optional.empty());
        return search.addTo(decision, rules, document, windows, Urgency.NORMAL).join();
    }

    private static LabelDecision label(String name, double score, int window) {
        return label(name, score, new SeenIn(window, Optional.empty()));
    }

    private static LabelDecision label(String name, double score, SeenIn seenIn) {
        return new LabelDecision(name, score, 0.5, 0.95, Action.REVIEW, false, Optional.of(seenIn), List.of(), 0);
    }

    private static ImagePart still(String name) {
        return new ImagePart(image(name));
    }

    private List<CompletableFuture<TokenOutcome>> findEverywhere(List<? extends TokenPlan> plans, Urgency urgency) {
        List<CompletableFuture<TokenOutcome>> outcomes = new ArrayList<>();
        for (TokenPlan plan : plans) {
            String name = plan.prefix().images().getFirst().digest().hex();
            searched.add(name);
            if (failing.containsKey(name)) {
                outcomes.add(CompletableFuture.failedFuture(failing.get(name)));
                continue;
            }
            int[] box = tokenizer.encode("<object><patch_index_0044><patch_index_0863></object>");
            outcomes.add(CompletableFuture.completedFuture(new Generation(box, true)));
        }
        return outcomes;
    }

    /** The second frame stands for all. */
    private static AnimationPart animation(String... names) {
        List<PreparedFrame> frames = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            frames.add(new PreparedFrame(image(names[i]), i * 10, i * 1000L));
        }
        return new AnimationPart(new PreparedFrames(frames, 1, 30, 3000, true), ImageNotes.NONE);
    }

    private static PreparedImage image(String name) {
        return new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 1, 1, new byte[0]);
    }
}
