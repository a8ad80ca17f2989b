package io.percept.prompt;

import io.percept.contract.AltTextSuggestion;
import io.percept.contract.AltTextSuggestion.Finding;
import io.percept.contract.DocumentUse;
import io.percept.contract.ErrorCode;
import io.percept.contract.Excerpt;
import io.percept.contract.ImageContext;
import io.percept.contract.PerceptException;
import io.percept.contract.SkippedImage;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
import io.percept.engine.Bundle;
import io.percept.prompt.alttext.AltTextLint;
import io.percept.prompt.alttext.AltTextWording;
import io.percept.prompt.alttext.DecorativeSigns;
import io.percept.prompt.alttext.ImageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plans alternative texts: a caption of each image, with the text around it in view, as text before the image; the alternative
 * text that it has is kept out, or the model would repeat it. Thread-safe.
 */
final class AltTextPlanner {

    /** Images that nobody looked at which are listed: a page of a megabyte may hide tens of thousands, from each of 64 tasks. */
    static final int MOST_UNSEEN = 512;

    /** Characters of an existing text that are repeated beside the suggestion, once for each task. */
    private static final int LONGEST_REPEATED = 2_000;

    /** Characters of an existing text or an address that are repeated of an image that nobody looked at, of which there are more. */
    private static final int LONGEST_OF_UNSEEN = 500;

    private final Bundle bundle;
    private final ContextText contextText;

    AltTextPlanner(Bundle bundle, PromptRoom room) {
        this.bundle = bundle;
        this.contextText = new ContextText(room);
    }

    /**
     * @param share of the event's budget; each image takes one plan
     * @param caption plans a caption of the last image of a document
     * @throws PerceptException where the document lacks an image that is asked for, the model the language, or the budget the plans
     */
    TaskPlan plan(TaskInputs inputs, Task.AltText task, PlanBudget.Share share, Function<Document, TaskPlan> caption) {
        requireLanguage(task);
        Document document = inputs.document();
        List<PicturePart> pictures = document.pictures();
        List<Integer> wanted = task.images().isEmpty()
                ? IntStream.range(0, pictures.size()).boxed().toList()
                : task.images().stream().distinct().toList();
        requireImages(task, wanted, document);
        share.take(wanted.size());
        List<TaskPlan> plans = wanted.stream()
                .map(position -> caption.apply(inContext(document, pictures.get(position))))
                .toList();
        return new TaskPlan.Parts(
                plans, answers -> suggestions(document, wanted, answers, task), use(document, wanted, plans));
    }

    private static DocumentUse use(Document document, List<Integer> wanted, List<TaskPlan> plans) {
        return new DocumentUse(
                plans.stream().mapToInt(TaskPlan::droppedTokens).sum(),
                List.of(),
                DocumentViews.representatives(document).stream()
                        .filter(animation -> wanted.contains(animation.image()))
                        .toList());
    }

    private static TaskAnswer suggestions(
            Document document, List<Integer> wanted, List<TaskAnswer> answers, Task.AltText task) {
        List<PicturePart> pictures = document.pictures();
        List<AltTextSuggestion> all = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            all.add(suggestion(document, pictures, wanted.get(i), answers.get(i), task));
        }
        if (task.images().isEmpty()) {
            // Those that the page's own words call decoration; nobody looked at them.
            decoration(document)
                    .limit(MOST_UNSEEN)
                    .map(image -> unseen(image, task))
                    .forEach(all::add);
        }
        return new TaskAnswer.Output(new TaskOutput.AltTexts(all));
    }

    private void requireLanguage(Task.AltText task) {
        task.language().ifPresent(tag -> {
            String language = Locale.forLanguageTag(tag).getLanguage();
            if (!bundle.languages().contains(language)) {
                throw new PerceptException(
                        ErrorCode.UNSUPPORTED_LANGUAGE,
                        "Task %s asks for the language %s, but the model %s writes %s: leave alt_text.language out, or run a model that speaks it."
                                .formatted(task.id(), tag, bundle.name(), String.join(", ", bundle.languages())));
            }
        });
    }

    private static void requireImages(Task.AltText task, List<Integer> wanted, Document document) {
        int images = document.pictures().size();
        boolean onlyDecoration =
                task.images().isEmpty() && decoration(document).findAny().isPresent();
        if (images == 0 && !onlyDecoration || wanted.stream().anyMatch(position -> position >= images)) {
            throw new PerceptException(
                    ErrorCode.MISSING_IMAGE,
                    "Task %s asks for images %s, but the document has %d, counted from 0: name others, or leave alt_text.images out."
                            .formatted(task.id(), task.images(), images));
        }
    }

    private Document inContext(Document document, PicturePart picture) {
        ImageContext context = picture.notes().context();
        Surroundings around = Surroundings.of(document, picture);
        Part still = new ImagePart(picture.still(), picture.notes());
        String shown = contextText.of(context, around);
        return shown.isEmpty() ? Document.of(still) : Document.of(new TextPart(shown), still);
    }

    private static AltTextSuggestion suggestion(
            Document document, List<PicturePart> pictures, int position, TaskAnswer answer, Task.AltText task) {
        PicturePart picture = pictures.get(position);
        ImageContext context = picture.notes().context();
        TaskOutput.Text caption = (TaskOutput.Text) ((TaskAnswer.Output) answer).output();
        AltTextWording wording = AltTextWording.of(caption.text(), task.maxLength());
        Surroundings around = Surroundings.of(document, picture);
        ImageFacts facts = new ImageFacts(
                picture.notes().alt(),
                context,
                around.before(),
                around.after(),
                picture.still().sourceWidth(),
                picture.still().sourceHeight(),
                picture.images().stream().allMatch(image -> image.isOneColour()));
        Optional<String> existing = picture.notes().alt().isBlank()
                ? Optional.of("").filter(empty -> context.altEmpty())
                : Optional.of(picture.notes().alt());
        List<Finding> decorative = DecorativeSigns.of(facts, wording.text());
        return new AltTextSuggestion(
                OptionalInt.of(position),
                picture.notes().address(),
                existing.map(alt -> Excerpt.beginning(alt, LONGEST_REPEATED)),
                wording.text(),
                wording.shortened() || caption.cut(),
                decorative,
                AltTextLint.existing(existing, facts, decorative, task.maxLength()),
                AltTextLint.suggested(wording.text(), facts, task.maxLength()),
                context);
    }

    private static Stream<SkippedImage> decoration(Document document) {
        return document.record().skipped().stream()
                .filter(image -> image.reason() == SkippedImage.Reason.SPACER
                        || image.reason() == SkippedImage.Reason.PRESENTATION);
    }

    private static AltTextSuggestion unseen(SkippedImage image, Task.AltText task) {
        boolean hidden = image.reason() == SkippedImage.Reason.PRESENTATION;
        List<Finding> signs = List.of(hidden ? DecorativeSigns.presentation() : DecorativeSigns.declaredSmall());
        ImageFacts facts = new ImageFacts(image.alt(), ImageContext.NONE, "", "", 0, 0, false);
        Optional<String> existing = Optional.of(image.alt()).filter(alt -> !alt.isBlank());
        return new AltTextSuggestion(
                OptionalInt.empty(),
                Excerpt.beginning(image.address(), LONGEST_OF_UNSEEN),
                existing.map(alt -> Excerpt.beginning(alt, LONGEST_OF_UNSEEN)),
                "",
                false,
                signs,
                // Nobody reads out the text of one that is hidden.
                AltTextLint.existing(existing, facts, hidden ? List.of() : signs, task.maxLength()),
                List.of(),
                ImageContext.NONE);
    }
}
