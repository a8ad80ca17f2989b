package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.FrameOfImage;
import io.percept.contract.DocumentUse.Place;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import io.percept.contract.ModerationDecision;
import io.percept.contract.ModerationDecision.Action;
import io.percept.contract.ModerationDecision.LabelDecision;
import io.percept.policy.LabelRule;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImageNotes;
import io.percept.prompt.ImagePart;
import io.percept.prompt.LabelQuestion;
import io.percept.prompt.Part;
import io.percept.prompt.TextPart;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedFrames;
import io.percept.vision.PreparedFrames.PreparedFrame;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvidenceTargetsTest {

    private List<String> phrases = List.of("a knife");

    @Test
    void shouldBeginWithTheWindowThatGaveTheScore() {
        Document document = Document.of(
                new TextPart("one"), still("a"), still("b"), new TextPart("two"), still("c"), new TextPart("three"));
        List<Window> windows = List.of(window(0, 3), window(3, 6));

        List<EvidenceTarget> targets = targets(document, windows, label("weapons", 0.9, 1));

        assertThat(targets).extracting(EvidenceTargetsTest::image).containsExactly("c", "a", "b");
    }

    @Test
    void shouldHaveTheWindowOfALabelHoweverManyImagesComeBefore() {
        List<Part> parts = new ArrayList<>(stills("early", 20));
        parts.add(new TextPart("and at last"));
        parts.add(still("late"));
        List<Window> windows = List.of(window(0, 20), window(20, 22));

        List<EvidenceTarget> targets = targets(new Document(parts), windows, label("weapons", 0.9, 1));

        assertThat(targets)
                .hasSize(EvidenceTargets.MOST)
                .extracting(EvidenceTargetsTest::image)
                .startsWith("late", "early0");
        assertThat(targets.getFirst().position()).isEqualTo(20);
    }

    @Test
    void shouldBeginWithAnAnimationOfWhichTheWindowThatGaveTheScoreHasSomeFrames() {
        Document document = Document.of(still("a"), animation("gif0", "gif1", "gif2"), still("b"));
        Place within = new Place(1, 0, 2);
        List<Window> windows = List.of(
                window(0, 1),
                new Window(new Place(1, 0), within, 100, true, ""),
                new Window(within, new Place(3, 0), 100, true, ""));

        List<EvidenceTarget> targets = targets(document, windows, label("weapons", 0.9, 1));

        assertThat(targets).extracting(EvidenceTargetsTest::image).containsExactly("gif1", "a", "b");
    }

    @Test
    void shouldTakeTurnsBetweenLabelsTheHighestScoreFirst() {
        List<Window> windows = List.of(window(0, 10), window(10, 20));

        List<EvidenceTarget> targets =
                targets(new Document(stills("image", 20)), windows, label("alcohol", 0.7, 1), label("weapons", 0.9, 0));

        assertThat(targets)
                .extracting(EvidenceTargetsTest::image)
                .containsExactly("image0", "image10", "image1", "image11", "image2", "image12", "image3", "image13");
        assertThat(targets).extracting(EvidenceTarget::label).startsWith("weapons", "alcohol", "weapons");
    }

    @Test
    void shouldLookForEachPhraseInTheNearImagesBeforeAnyInTheOthers() {
        phrases = List.of("a knife", "a gun");
        List<Window> windows = List.of(window(0, 1), window(1, 2));

        List<EvidenceTarget> targets =
                targets(Document.of(still("far"), still("near")), windows, label("weapons", 0.9, 1));

        assertThat(targets)
                .extracting(target -> target.phrase() + " in " + image(target))
                .containsExactly("a knife in near", "a gun in near", "a knife in far", "a gun in far");
    }

    @Test
    void shouldBeginWithTheAnimationOfWhichAFrameGaveTheScore() {
        LabelDecision label =
                label("weapons", 0.9, new SeenIn(0, Optional.of(new FrameOfImage(1, new Frame(20, 2000)))));

        List<EvidenceTarget> targets =
                targets(Document.of(still("still"), animation("gif0", "gif1", "gif2")), List.of(), label);

        assertThat(targets).extracting(EvidenceTargetsTest::image).containsExactly("gif2", "still");
        assertThat(targets.getFirst().frame()).contains(new Frame(20, 2000));
    }

    @Test
    void shouldTakeTheFrameThatStandsForAnAnimationThatDidNotGiveTheScore() {
        List<EvidenceTarget> targets =
                targets(Document.of(animation("gif0", "gif1", "gif2")), List.of(), label("weapons", 0.9, 0));

        assertThat(targets).singleElement().satisfies(target -> {
            assertThat(image(target)).isEqualTo("gif1");
            assertThat(target.frame()).contains(new Frame(10, 1000));
        });
    }

    private List<EvidenceTarget> targets(Document document, List<Window> windows, LabelDecision... labels) {
        List<LabelRule> rules = Stream.of(labels)
                .map(label -> new LabelRule(label.label(), LabelQuestion.of("is it?"), 0.5, 0.95, false, phrases))
                .toList();
        ModerationDecision decision = new ModerationDecision(
                "test", "1", Action.REVIEW, List.of(labels), Optional.empty(), List.of(), Optional.empty());
        return EvidenceTargets.of(decision, rules, document, windows);
    }

    private static LabelDecision label(String name, double score, int window) {
        return label(name, score, new SeenIn(window, Optional.empty()));
    }

    private static LabelDecision label(String name, double score, SeenIn seenIn) {
        return new LabelDecision(name, score, 0.5, 0.95, Action.REVIEW, false, Optional.of(seenIn), List.of(), 0);
    }

    /** Of whole texts and images. */
    private static Window window(int from, int to) {
        return new Window(new Place(from, 0), new Place(to, 0), 100, true, "");
    }

    private static List<Part> stills(String name, int count) {
        List<Part> stills = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stills.add(still(name + i));
        }
        return stills;
    }

    private static ImagePart still(String name) {
        return new ImagePart(picture(name));
    }

    /** The second frame stands for all. */
    private static AnimationPart animation(String... names) {
        List<PreparedFrame> frames = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            frames.add(new PreparedFrame(picture(names[i]), i * 10, i * 1000L));
        }
        return new AnimationPart(new PreparedFrames(frames, 1, 30, 3000, true), ImageNotes.NONE);
    }

    private static PreparedImage picture(String name) {
        return new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 1, 1, new byte[0]);
    }

    private static String image(EvidenceTarget target) {
        return target.image().digest().hex();
    }
}
