package io.percept.prompt;

import io.percept.contract.Candidate;
import io.percept.contract.ImageFrame;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.engine.Bundle;
import io.percept.engine.BundlePrompts;
import io.percept.engine.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Turns tasks into plans by the bundle's prompt templates. A new task is a new prompt, not a new head. Thread-safe. */
public final class TaskPlanner {

    private final BundlePrompts prompts;
    private final TokenLimits limits;
    private final TextEncoder encoder;
    private final TextPlanner texts;
    private final ModerationPlanner moderation;
    private final ChoicePlanner choices;
    private final AnswerPlanner answers;
    private final DocumentViews views;
    private final AltTextPlanner altTexts;
    private final GroundedReader grounded;
    private final RegionWriter regions;
    private final UnreadableText unreadable;

    public TaskPlanner(Bundle bundle, Tokenizer tokenizer, TokenLimits limits) {
        this.prompts = bundle.prompts();
        this.limits = limits;
        this.encoder = new TextEncoder(tokenizer, bundle.decoder().maxPositions());
        PromptRoom room = new PromptRoom(bundle, encoder);
        GenerationPlanner generations = new GenerationPlanner(bundle, encoder, room);
        QuestionPrompts questions =
                new QuestionPrompts(bundle.prompts(), encoder, room, generations, limits.describe());
        this.texts = new TextPlanner(encoder, room, generations);
        this.moderation = new ModerationPlanner(bundle, encoder, room, questions);
        this.choices = new ChoicePlanner(bundle, encoder, room, questions);
        this.views = new DocumentViews(new DocumentSplitter(room.fitter()));
        this.altTexts = new AltTextPlanner(bundle, room);
        LocationGrid grid = new LocationGrid(bundle.locationGrid());
        this.grounded = new GroundedReader(bundle.specialTokens(), grid, encoder);
        this.regions = new RegionWriter(grid, encoder);
        this.answers = new AnswerPlanner(prompts, limits.answer(), encoder, room, questions, regions, texts);
        this.unreadable = new UnreadableText(encoder);
    }

    /**
     * How much of the texts of a document the model cannot read, in percent of their letters; empty where it is no more than ten, or fewer
     * than three letters. All of the texts are read for it, so that it is to be asked of documents that a task was planned for.
     */
    public OptionalInt unreadablePercent(Document document) {
        return unreadable.percentOf(document);
    }

    /** Plans a task that needs nothing but the document. */
    public TaskPlan plan(Document document, Task task) {
        return plan(TaskInputs.of(document), task);
    }

    /** Plans a task that is all that is asked of its document. */
    public TaskPlan plan(TaskInputs inputs, Task task) {
        return plan(inputs, task, new PlanBudget());
    }

    /**
     * Plans a task.
     *
     * @param budget of the tasks of its event; a task that is refused takes nothing of it
     * @throws PerceptException if the task lacks something, asks for what there is not, does not fit, or needs more than is left of the
     *     budget
     */
    public TaskPlan plan(TaskInputs inputs, Task task, PlanBudget budget) {
        PlanBudget.Share share = budget.share(task);
        try {
            return plan(inputs, task, share);
        } catch (RuntimeException e) {
            share.giveBack();
            throw e;
        }
    }

    private TaskPlan plan(TaskInputs inputs, Task task, PlanBudget.Share share) {
        Document document = inputs.document();
        return switch (task) {
            case Task.Caption caption -> views.still(
                    document, view -> text(inputs.withDocument(view), task, prompts.caption(), limits.caption()));
            case Task.Describe describe -> views.still(
                    document, view -> text(inputs.withDocument(view), task, prompts.describe(), limits.describe()));
            case Task.Ground ground -> views.still(document, view -> ground(inputs.withDocument(view), ground));
            case Task.Refer refer -> views.still(document, view -> refer(inputs.withDocument(view), refer));
            case Task.Answer answer -> {
                int free = answers.free(inputs, answer);
                Function<Document, TaskPlan> planner = view -> answers.plan(inputs.withDocument(view), answer);
                yield answer.regions().isEmpty()
                        ? views.relevant(document, answer.question(), free, planner)
                        : views.ofLastImage(document, free, planner);
            }
            case Task.Moderate moderate -> {
                if (!moderate.options().rationale()) {
                    TaskChecks.refuseDecoding(moderate);
                }
                yield views.everything(
                        document,
                        moderation.free(inputs, moderate),
                        looks -> share.take(looks * moderation.labels(inputs, moderate)),
                        view -> moderation.plan(inputs.withDocument(view), moderate));
            }
            case Task.Choose choose -> choose(inputs, choose);
            case Task.AltText altText -> {
                // Before its captions are planned, which would be refused by the name of a caption.
                TaskChecks.refuseRationale(altText);
                yield altTexts.plan(
                        inputs,
                        altText,
                        share,
                        view -> plan(inputs.withDocument(view), new Task.Caption(task.id(), task.options()), share));
            }
            case Task.Unreadable unreadable -> throw new PerceptException(unreadable.code(), unreadable.message());
        };
    }

    /** Candidate images are tried behind the whole document; for texts the part that the question is about is enough. */
    private TaskPlan choose(TaskInputs inputs, Task.Choose task) {
        Function<Document, TaskPlan> planner = view -> choices.plan(inputs.withDocument(view), task);
        return task.candidates().stream().anyMatch(Candidate.Image.class::isInstance)
                ? views.whole(inputs.document(), planner)
                : views.relevant(inputs.document(), task.question(), choices.free(inputs, task), planner);
    }

    private TaskPlan text(TaskInputs inputs, Task task, String prompt, int limit) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        return texts.plan(inputs, task, prompt, after(prompt), limit);
    }

    private TaskPlan ground(TaskInputs inputs, Task.Ground task) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        Optional<String> phrase = task.phrase().map(String::strip).filter(text -> !text.isEmpty());
        String prompt = phrase.map(text -> fill(prompts.ground(), "phrase", encoder.safe(text)))
                .orElse(prompts.groundedCaption());
        ImageFrame image = RegionWriter.frame(inputs.document());
        List<String> stop = task.options().decoding().stop();
        return texts.plan(
                inputs,
                task,
                prompt,
                after(prompt),
                limits.ground(),
                generation -> grounded.read(generation, phrase, image, stop));
    }

    private TaskPlan refer(TaskInputs inputs, Task.Refer task) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        String prompt = fill(prompts.refer(), "box", regions.box(inputs.document(), task.region()));
        return texts.plan(inputs, task, prompt, after(prompt), limits.caption());
    }

    private static UnaryOperator<String> after(String prompt) {
        return answer -> prompt + " " + answer;
    }

    private static String fill(String template, String name, String value) {
        return new PromptTemplate(template).fill(Map.of(name, value));
    }
}
