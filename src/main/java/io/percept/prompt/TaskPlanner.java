package io.percept.prompt;

import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.ErrorCode;
import io.percept.contract.ImageFrame;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.contract.TaskOutput;
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
    private final PromptRoom room;
    private final GenerationPlanner generations;
    private final QuestionPrompts questions;
    private final ModerationPlanner moderation;
    private final ChoicePlanner choices;
    private final DocumentViews views;
    private final AltTextPlanner altTexts;
    private final GroundedReader grounded;
    private final RegionWriter regions;
    private final UnreadableText unreadable;

    public TaskPlanner(Bundle bundle, Tokenizer tokenizer, TokenLimits limits) {
        this.prompts = bundle.prompts();
        this.limits = limits;
        this.encoder = new TextEncoder(tokenizer, bundle.decoder().maxPositions());
        this.room = new PromptRoom(bundle, encoder);
        this.generations = new GenerationPlanner(bundle, encoder, room);
        this.questions = new QuestionPrompts(bundle.prompts(), encoder, room, generations, limits.describe());
        this.moderation = new ModerationPlanner(bundle, encoder, room, questions);
        this.choices = new ChoicePlanner(bundle, encoder, room, questions);
        this.views = new DocumentViews(new DocumentSplitter(room.fitter()));
        this.altTexts = new AltTextPlanner(bundle, room);
        LocationGrid grid = new LocationGrid(bundle.locationGrid());
        this.grounded = new GroundedReader(bundle.specialTokens(), grid, encoder);
        this.regions = new RegionWriter(grid, encoder);
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
                int free = roomToAnswer(inputs, answer);
                Function<Document, TaskPlan> planner = view -> answer(inputs.withDocument(view), answer);
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

    private int roomToAnswer(TaskInputs inputs, Task.Answer task) {
        boolean pointed =
                !task.regions().isEmpty() && !inputs.document().images().isEmpty();
        String question = pointed ? regions.question(inputs.document(), task) : encoder.safe(task.question());
        int asking = QuestionPrompts.describesFirst(inputs, task)
                ? questions.lengthAfterRationale(question) + questions.roomToDescribe()
                : encoder.prompt(fill(prompts.answer(), "question", question)).length;
        ExampleText examples = ExampleText.answers(task, encoder, answer -> questions.example(question, answer));
        return room.free(inputs, examples, asking + room(task, limits.answer()));
    }

    private TaskPlan text(TaskInputs inputs, Task task, String prompt, int limit) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        return generation(inputs, task, prompt, after(prompt), limit, ids -> text(task, ids, Optional.empty()));
    }

    private TaskPlan ground(TaskInputs inputs, Task.Ground task) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        Optional<String> phrase = task.phrase().map(String::strip).filter(text -> !text.isEmpty());
        String prompt = phrase.map(text -> fill(prompts.ground(), "phrase", encoder.safe(text)))
                .orElse(prompts.groundedCaption());
        ImageFrame image = RegionWriter.frame(inputs.document());
        List<String> stop = task.options().decoding().stop();
        return generation(
                inputs, task, prompt, after(prompt), limits.ground(), ids -> grounded.read(ids, phrase, image, stop));
    }

    private TaskPlan refer(TaskInputs inputs, Task.Refer task) {
        TaskChecks.requireImage(inputs, task);
        TaskChecks.refuseRationale(task);
        String prompt = fill(prompts.refer(), "box", regions.box(inputs.document(), task.region()));
        return generation(
                inputs, task, prompt, after(prompt), limits.caption(), ids -> text(task, ids, Optional.empty()));
    }

    private TaskPlan answer(TaskInputs inputs, Task.Answer task) {
        if (task.question().isBlank()) {
            throw new PerceptException(
                    ErrorCode.MISSING_QUESTION, "Task " + task.id() + " has no question: give one in `question`.");
        }
        if (!task.regions().isEmpty()) {
            TaskChecks.requireImage(inputs, task);
        }
        String question = regions.question(inputs.document(), task);
        UnaryOperator<String> example = answer -> questions.example(question, answer);
        if (!QuestionPrompts.describesFirst(inputs, task)) {
            String prompt = fill(prompts.answer(), "question", question);
            return generation(inputs, task, prompt, example, limits.answer(), ids -> text(task, ids, Optional.empty()));
        }
        int reserved = room(task, limits.answer()) + questions.lengthAfterRationale(question);
        ExampleText examples = ExampleText.answers(task, encoder, example);
        return questions.rationaleFirst(inputs, task, examples, reserved, (prefix, rationale) -> {
            TokenSequence prompt = room.tokens(questions.afterRationale(rationale, question));
            return new TaskPlan.Direct(
                    List.of(generations.text(inputs, task, prefix.tokens(), prompt, limits.answer())),
                    outcomes -> output(text(task, ids(outcomes), Optional.of(rationale))),
                    prefix.droppedTokens());
        });
    }

    private TaskPlan generation(
            TaskInputs inputs,
            Task task,
            String promptText,
            UnaryOperator<String> example,
            int limit,
            Function<int[], TaskOutput> reader) {
        TokenSequence prompt = room.tokens(promptText);
        ExampleText examples = ExampleText.answers(task, encoder, example);
        PromptRoom.Prefix prefix = room.prefix(inputs, examples, prompt.length() + room(task, limit));
        return new TaskPlan.Direct(
                List.of(generations.text(inputs, task, prefix.tokens(), prompt, limit)),
                outcomes -> output(reader.apply(ids(outcomes))),
                prefix.droppedTokens());
    }

    /**
     * Tokens to keep free for an answer: what the task asks for, but nobody drives out the document with a high limit,
     * unless it insists on the length.
     */
    private static int room(Task task, int limit) {
        Decoding decoding = task.options().decoding();
        return Math.max(
                decoding.minTokens(), Math.min(limit, task.options().maxTokens().orElse(limit)));
    }

    private static UnaryOperator<String> after(String prompt) {
        return answer -> prompt + " " + answer;
    }

    private static String fill(String template, String name, String value) {
        return new PromptTemplate(template).fill(Map.of(name, value));
    }

    private TaskOutput text(Task task, int[] ids, Optional<String> rationale) {
        List<String> stop = task.options().decoding().stop();
        return new TaskOutput.Text(StopStrings.cut(encoder.decode(ids), stop), rationale);
    }

    private static TaskAnswer output(TaskOutput output) {
        return new TaskAnswer.Output(output);
    }

    private static int[] ids(List<TokenOutcome> outcomes) {
        return ((Generation) outcomes.getFirst()).ids();
    }
}
