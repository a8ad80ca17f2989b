package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.FrameOfImage;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.Evidence;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pictures are searched, by a model that finds everything everywhere. */
class EvidenceSearchTest {

    private static final Document ANIMATED_AND_STILL =
            Document.of(animation("gif0", "gif1", "gif2"), new ImagePart(image("still")));

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final List<String> searched = new ArrayList<>();
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
    void shouldSearchTheFrameThatStandsForAnAnimationThatDidNotGiveTheScore() {
        List<Evidence> found = evidence(Optional.empty());

        assertThat(searched).containsExactly("gif1", "still");
        assertThat(found.getFirst().frame()).contains(new Frame(10, 1000));
    }

    @Test
    void shouldCountAnAnimationAsOneImage() {
        List<Evidence> found = evidence(Optional.empty());

        assertThat(found).extracting(evidence -> evidence.image().index()).containsExactly(0, 1);
        assertThat(found.getLast().frame()).isEmpty();
    }

    /** @param frame that gave the score of the label */
    private List<Evidence> evidence(Optional<FrameOfImage> frame) {
        LabelDecision label = new LabelDecision(
                "weapons", 0.9, 0.5, 0.95, Action.REVIEW, false, Optional.of(new SeenIn(0, frame)), List.of());
        LabelRule rule =
                new LabelRule("weapons", LabelQuestion.of("is this a weapon?"), 0.5, 0.95, false, List.of("a knife"));
        ModerationDecision decision =
                new ModerationDecision("test", "1", Action.REVIEW, List.of(label), Optional.empty());

        return search.addTo(decision, List.of(rule), ANIMATED_AND_STILL, Urgency.NORMAL)
                .join()
                .labels()
                .getFirst()
                .evidence();
    }

    private List<CompletableFuture<TokenOutcome>> findEverywhere(List<? extends TokenPlan> plans, Urgency urgency) {
        List<CompletableFuture<TokenOutcome>> outcomes = new ArrayList<>();
        for (TokenPlan plan : plans) {
            searched.add(plan.prefix().images().getFirst().digest().hex());
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
        return new AnimationPart(new PreparedFrames(frames, 1, 30, 3000), ImageNotes.NONE);
    }

    private static PreparedImage image(String name) {
        return new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 1, 1, new byte[0]);
    }
}
