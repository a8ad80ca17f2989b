package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.percept.contract.AltTextSuggestion;
import io.percept.contract.AltTextSuggestion.Finding;
import io.percept.contract.DocumentRecord;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageContext;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.SkippedImage.Reason;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.TaskOutput;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.fuzz.Cost;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AltTextPlannerTest {

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final TaskPlanner planner = new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void shouldCaptionEachImageWithTheTextAroundItBeforeIt() {
        Document page = Document.of(
                new TextPart("We have a pet."),
                image("a", "a cat on a chair", context("Our pets", "", "")),
                new TextPart("a cat on a chair"),
                new TextPart("It sleeps all day."),
                image("b", "", context("Our pets", "", "")));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(page, task(List.of()));

        assertThat(plan.parts()).hasSize(2);
        TokenPlan first = ((TaskPlan.Direct) plan.parts().getFirst()).plans().getFirst();
        assertThat(first.prefix().images()).hasSize(1);
        assertThat(tokenizer.decode(first.prefix().ids())).isEqualTo("We have a pet. It sleeps all day. Our pets");
        assertThat(first.prefix().ids()[first.prefix().length() - 1])
                .isEqualTo(bundle.specialTokens().imageEnd());
        assertThat(first.prompt().ids()).isEqualTo(tokenizer.encode("An image of"));
    }

    @Test
    void shouldKeepTheExistingTextBesideTheSuggestedOne() {
        AltTextSuggestion seen = suggest(Document.of(image("a", "IMG_1.png", ImageContext.NONE)), "a red car")
                .getFirst();

        assertThat(seen.image()).isEqualTo(OptionalInt.of(0));
        assertThat(seen.existing()).contains("IMG_1.png");
        assertThat(seen.suggested()).isEqualTo("A red car");
        assertThat(seen.existingFindings()).extracting(Finding::technique).containsExactly("F30");
        assertThat(seen.suggestedFindings()).isEmpty();
    }

    @Test
    void shouldSayThatASuggestionIsShortenedWhereItsCaptionEndedAtItsLimit() {
        Document document = Document.of(image("a", "", ImageContext.NONE));
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(document, task(List.of()));
        TaskAnswer caption = new TaskAnswer.Output(new TaskOutput.Text("a red car on", Optional.empty(), true));

        TaskAnswer answer = plan.merge().apply(List.of(caption));

        assertThat(((TaskOutput.AltTexts) ((TaskAnswer.Output) answer).output()).images())
                .extracting(AltTextSuggestion::shortened)
                .containsExactly(true);
    }

    @Test
    void shouldSuggestThatAnImageIsDecorativeAndYetGiveItAText() {
        AltTextSuggestion seen = suggest(
                        Document.of(image("a", "", context("", "", "").withRepeats(5)), new TextPart("a red car")),
                        "a red car")
                .getFirst();

        assertThat(seen.decorative()).extracting(Finding::rule).containsExactly("repeated", "said-nearby");
        assertThat(seen.suggested()).isEqualTo("A red car");
    }

    @Test
    void shouldAskForTheImagesThatAreWanted() {
        Document two = Document.of(image("a", "", ImageContext.NONE), image("b", "", ImageContext.NONE));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(two, task(List.of(1)));

        assertThat(plan.parts()).hasSize(1);
        assertThatThrownBy(() -> planner.plan(two, task(List.of(2))))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_IMAGE))
                .hasMessageContaining("has 2, counted from 0");
    }

    @Test
    void shouldSuggestOneTextForAnImageThatIsNamedTwice() {
        Document two = Document.of(image("a", "", ImageContext.NONE), image("b", "", ImageContext.NONE));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(two, task(List.of(1, 0, 1)));

        assertThat(plan.parts())
                .extracting(part -> ((TaskPlan.Direct) part)
                        .plans()
                        .getFirst()
                        .prefix()
                        .images()
                        .getFirst()
                        .digest()
                        .hex())
                .containsExactly("b", "a");
    }

    @Test
    void shouldListWhatThePageItselfCallsDecoration() {
        DocumentRecord record = DocumentRecord.NONE.withSkipped(List.of(
                new SkippedImage(Reason.SPACER, "/dot.gif", "spacer"), new SkippedImage(Reason.BROKEN, "/x.png", "")));
        Document page = new Document(List.of(image("a", "", ImageContext.NONE)), record);

        List<AltTextSuggestion> seen = suggest(page, "a dog");

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1).image()).isEmpty();
        assertThat(seen.get(1).address()).isEqualTo("/dot.gif");
        assertThat(seen.get(1).decorative()).extracting(Finding::technique).containsExactly("H67");
        assertThat(seen.get(1).existingFindings())
                .extracting(Finding::technique)
                .containsExactlyInAnyOrder("F30", "F39");
    }

    @Test
    void shouldListABoundedNumberOfImagesThatNobodyLookedAt() {
        DocumentRecord record = DocumentRecord.NONE.withSkipped(
                Collections.nCopies(5_000, new SkippedImage(Reason.PRESENTATION, "/dot.gif", "a line")));
        Document page = new Document(List.of(), record);

        Cost.keepBelow(400 << 20, Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 64; i++) {
                assertThat(suggest(page)).hasSize(AltTextPlanner.MOST_UNSEEN);
            }
        });
    }

    @Test
    void shouldRepeatNoLongTextForEachTask() {
        String alt = "x".repeat(100_000);
        DocumentRecord record =
                DocumentRecord.NONE.withSkipped(List.of(new SkippedImage(Reason.SPACER, "/" + alt, alt)));
        Document page = new Document(List.of(image("a", alt, ImageContext.NONE)), record);

        List<AltTextSuggestion> seen = suggest(page, "a dog");

        assertThat(seen).hasSize(2).allSatisfy(one -> {
            assertThat(one.existing().orElseThrow()).startsWith("xxx").hasSizeLessThanOrEqualTo(2_000);
            assertThat(one.address()).hasSizeLessThanOrEqualTo(500);
            assertThat(one.existingFindings()).extracting(Finding::rule).contains("too-long");
        });
    }

    @Test
    void shouldCompareNoMoreOfWhatStandsAroundAnImageThanTheModelSees() {
        String heading = "a".repeat(400_000);
        ImageContext context = context(heading, "a".repeat(200_000) + "b", "");
        Document page = Document.of(image("a", "", context));

        Cost.keepBelow(50 << 20, Duration.ofSeconds(1), () -> assertThat(planner.plan(page, task(List.of())))
                .isNotNull());
    }

    @Test
    void shouldShowTheNearestWordsOfARealParagraphWithTheCaptionAndTheTargetOfTheLink() {
        ImageContext context = new ImageContext(
                "Travel notes from the northern coast",
                "The lighthouse near the town",
                "link",
                "Our museum",
                "",
                false,
                false,
                false,
                1);
        Document page = Document.of(
                new TextPart(
                        "On Saturday we left the harbour at half past seven, since the ferry does not wait for anybody, "
                                + "and after two hours of grey water and strong wind we found the lighthouse open."),
                image("a", "", context),
                new TextPart(
                        "The museum is open every day, and its collection of telescopes, compasses and charts is larger "
                                + "than that of any other harbour on this coast."));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(page, task(List.of()));
        TokenSequence prefix =
                ((TaskPlan.Direct) plan.parts().getFirst()).plans().getFirst().prefix();

        assertThat(tokenizer.decode(prefix.ids()))
                .startsWith("The lighthouse near the town Our museum")
                .contains("we found the lighthouse open. The museum is open every day,", "Travel")
                .doesNotContain("Saturday");
        assertThat(prefix.length())
                .isLessThanOrEqualTo(1 + ContextText.TOKENS + bundle.image().queries() + 2);
    }

    @Test
    void shouldKeepAPieceOfEachTextAroundAnImageHoweverLongTheOthersAre() {
        String words = "the dog and the cat ".repeat(12);
        ImageContext context = new ImageContext(
                "lion " + words, "tiger " + words, "link", "horse " + words, "cow " + words, false, false, false, 1);
        Document page =
                Document.of(new TextPart(words + "sheep"), image("a", "", context), new TextPart("duck " + words));

        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(page, task(List.of()));
        TokenSequence prefix =
                ((TaskPlan.Direct) plan.parts().getFirst()).plans().getFirst().prefix();

        assertThat(tokenizer.decode(prefix.ids()))
                .containsSubsequence("tiger", "horse", "cow", "sheep", "duck", "lion");
    }

    @Test
    void shouldNotTakeAGoodTextForDecorationSinceThePageSaysWhatTheModelSees() {
        String good = "White lighthouse on a cliff";
        Document page = Document.of(
                image("a", good, ImageContext.NONE),
                new TextPart(good),
                new TextPart("A lighthouse has stood here since 1890."));

        AltTextSuggestion seen = suggest(page, "a lighthouse").getFirst();

        assertThat(seen.decorative()).isEmpty();
        assertThat(seen.existingFindings()).isEmpty();
    }

    @Test
    void shouldOnlyAdviseWhereThePageSaysWhatTheExistingTextSays() {
        String said = "White lighthouse on a cliff";
        Document page = Document.of(
                image("a", said, ImageContext.NONE),
                new TextPart(said),
                new TextPart("The white lighthouse on a cliff has stood here since 1890."));

        AltTextSuggestion seen = suggest(page, "a dog").getFirst();

        assertThat(seen.decorative()).extracting(Finding::rule).containsExactly("said-nearby");
        assertThat(seen.existingFindings())
                .extracting(Finding::technique, Finding::failure)
                .contains(tuple("F39", false))
                .doesNotContain(tuple("F39", true));
    }

    @Test
    void shouldRefuseALanguageThatTheModelDoesNotWrite() {
        Document document = Document.of(image("a", "", ImageContext.NONE));
        Task german = new Task.AltText("t", List.of(), 125, Optional.of("de-CH"), TaskOptions.NONE);
        Task english = new Task.AltText("t", List.of(), 125, Optional.of("en-GB"), TaskOptions.NONE);

        assertThat(planner.plan(document, english)).isNotNull();
        assertThatThrownBy(() -> planner.plan(document, german))
                .isInstanceOfSatisfying(
                        PerceptException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_LANGUAGE))
                .hasMessageContaining("de-CH")
                .hasMessageContaining("writes en");
    }

    private List<AltTextSuggestion> suggest(Document document, String... captions) {
        TaskPlan.Parts plan = (TaskPlan.Parts) planner.plan(document, task(List.of()));
        List<TaskAnswer> answers = Stream.of(captions)
                .<TaskAnswer>map(caption -> new TaskAnswer.Output(new TaskOutput.Text(caption, Optional.empty())))
                .toList();
        return ((TaskOutput.AltTexts) ((TaskAnswer.Output) plan.merge().apply(answers)).output()).images();
    }

    private static Task.AltText task(List<Integer> images) {
        return new Task.AltText("t", images, 125, Optional.empty(), TaskOptions.NONE);
    }

    private static ImageContext context(String heading, String caption, String role) {
        return new ImageContext(heading, caption, role, "", "", false, false, false, 1);
    }

    private static ImagePart image(String name, String alt, ImageContext context) {
        byte[] pixels = {1, 2, 3, 90, 80, 70};
        PreparedImage image = new PreparedImage(new ContentDigest(name), ImageFormat.PNG, 100, 100, pixels);
        return new ImagePart(image, new ImageNotes("", alt, context));
    }
}
