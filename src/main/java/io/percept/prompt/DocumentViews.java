package io.percept.prompt;

import io.percept.contract.DocumentUse;
import io.percept.contract.DocumentUse.AnimationUse;
import io.percept.contract.DocumentUse.Frame;
import io.percept.contract.DocumentUse.SeenIn;
import io.percept.contract.DocumentUse.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Chooses what of a document a task looks at, and keeps the record of it. Thread-safe.
 *
 * <ul>
 *   <li>{@linkplain #still One picture each}: an animation is its representative frame; texts that are too long are
 *       shortened. For captions, descriptions and boxes, which are about a picture.
 *   <li>{@linkplain #relevant The most relevant window}, or {@linkplain #ofLastImage that of the last image}: for answers. Frames of
 *       animations stand one after another.
 *   <li>{@linkplain #whole The whole at once}, with the frames of animations one after another; texts that are too long are
 *       shortened. For choices among images.
 *   <li>{@linkplain #everything Every window and every frame}: for moderation.
 * </ul>
 */
final class DocumentViews {

    private final DocumentSplitter splitter;

    DocumentViews(DocumentSplitter splitter) {
        this.splitter = splitter;
    }

    /** @param planner plans the task for a document */
    TaskPlan still(Document document, Function<Document, TaskPlan> planner) {
        if (!document.hasAnimations()) {
            return planner.apply(document);
        }
        TaskPlan plan = planner.apply(document.still());
        return TaskPlan.Parts.of(plan, new DocumentUse(plan.droppedTokens(), List.of(), representatives(document)));
    }

    /**
     * @param question what is asked of the document
     * @param free tokens that a document may have
     */
    TaskPlan relevant(Document document, String question, int free, Function<Document, TaskPlan> planner) {
        return one(document, free, windows -> WindowRelevance.best(question, windows), planner);
    }

    /** The window of the document's last image, which regions are of, whatever words are beside it. */
    TaskPlan ofLastImage(Document document, int free, Function<Document, TaskPlan> planner) {
        return one(
                document,
                free,
                windows -> IntStream.range(0, windows.size())
                        .filter(i -> !windows.get(i).document().images().isEmpty())
                        .max()
                        .orElse(0),
                planner);
    }

    private TaskPlan one(
            Document document,
            int free,
            ToIntFunction<List<DocumentWindow>> choice,
            Function<Document, TaskPlan> planner) {
        List<DocumentWindow> windows = splitter.split(document, free);
        int chosen = choice.applyAsInt(windows);
        TaskPlan plan = planner.apply(windows.get(chosen).document());
        if (windows.size() == 1 && !document.hasAnimations()) {
            return plan;
        }
        return TaskPlan.Parts.of(
                plan,
                new DocumentUse(
                        plan.droppedTokens(), record(windows, i -> i == chosen), sequences(windows.get(chosen))));
    }

    /** @param planner plans the task for the whole document, whose texts it shortens where they are too long */
    TaskPlan whole(Document document, Function<Document, TaskPlan> planner) {
        TaskPlan plan = planner.apply(document);
        return document.hasAnimations()
                ? TaskPlan.Parts.of(plan, new DocumentUse(plan.droppedTokens(), List.of(), sequences(document, 0)))
                : plan;
    }

    /**
     * @param looked told how often the document is looked at, before anything is planned; may refuse
     * @param planner plans the task for a document; its answers are scores of labels
     */
    TaskPlan everything(Document document, int free, IntConsumer looked, Function<Document, TaskPlan> planner) {
        List<DocumentWindow> windows = splitter.split(document, free);
        List<DocumentLooks.Look> looks = DocumentLooks.of(windows);
        looked.accept(looks.size());
        if (looks.size() == 1) {
            return planner.apply(document);
        }
        List<TaskPlan> plans =
                looks.stream().map(look -> planner.apply(look.document())).toList();
        int dropped = plans.stream().mapToInt(TaskPlan::droppedTokens).sum();
        return new TaskPlan.Parts(
                plans,
                answers -> highest(looks, answers),
                new DocumentUse(dropped, record(windows, i -> true), sequences(windows)));
    }

    /** The highest score of each label, with the look that gave it. */
    private static TaskAnswer highest(List<DocumentLooks.Look> looks, List<TaskAnswer> answers) {
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, SeenIn> seenIn = new HashMap<>();
        TaskAnswer.LabelScores strongest = (TaskAnswer.LabelScores) answers.getFirst();
        double highest = -1;
        for (int i = 0; i < looks.size(); i++) {
            TaskAnswer.LabelScores answer = (TaskAnswer.LabelScores) answers.get(i);
            SeenIn place = looks.get(i).place();
            for (Map.Entry<String, Double> label : answer.scores().entrySet()) {
                Double before = scores.get(label.getKey());
                if (before == null || label.getValue() > before) {
                    scores.put(label.getKey(), label.getValue());
                    seenIn.put(label.getKey(), place);
                }
                if (label.getValue() > highest) {
                    highest = label.getValue();
                    strongest = answer;
                }
            }
        }
        return new TaskAnswer.LabelScores(scores, strongest.rationale(), located(looks, answers, seenIn));
    }

    /** Where the whole of a window gave the score, the frame within it that comes nearest to it is named. */
    private static Map<String, SeenIn> located(
            List<DocumentLooks.Look> looks, List<TaskAnswer> answers, Map<String, SeenIn> seenIn) {
        Map<String, SeenIn> located = new HashMap<>(seenIn);
        seenIn.forEach((label, place) -> {
            double best = -1;
            for (int i = 0; place.animation().isEmpty() && i < looks.size(); i++) {
                SeenIn other = looks.get(i).place();
                double score =
                        ((TaskAnswer.LabelScores) answers.get(i)).scores().get(label);
                if (other.window() == place.window() && other.animation().isPresent() && score > best) {
                    best = score;
                    located.put(label, other);
                }
            }
        });
        return located;
    }

    private static List<Window> record(List<DocumentWindow> windows, IntPredicate lookedAt) {
        return windows.size() == 1
                ? List.of()
                : IntStream.range(0, windows.size())
                        .mapToObj(i -> windows.get(i).record(lookedAt.test(i)))
                        .toList();
    }

    /** Its animations, each looked at by the frame that stands for it. */
    static List<AnimationUse> representatives(Document document) {
        return animations(
                document,
                0,
                animation -> List.of(animation.place(animation.frames().representative())));
    }

    /** Each animation once, also where several windows have frames of it. */
    private static List<AnimationUse> sequences(List<DocumentWindow> windows) {
        Map<Integer, AnimationUse> uses = new LinkedHashMap<>();
        windows.forEach(window -> sequences(window).forEach(use -> uses.merge(use.image(), use, AnimationUse::then)));
        return List.copyOf(uses.values());
    }

    private static List<AnimationUse> sequences(DocumentWindow window) {
        return sequences(window.document(), window.firstPicture());
    }

    private static List<AnimationUse> sequences(Document document, int firstPicture) {
        return animations(document, firstPicture, animation -> IntStream.range(
                        0, animation.frames().frames().size())
                .mapToObj(animation::place)
                .toList());
    }

    private static List<AnimationUse> animations(
            Document document, int firstPicture, Function<AnimationPart, List<Frame>> lookedAt) {
        List<AnimationUse> uses = new ArrayList<>();
        List<PicturePart> pictures = document.pictures();
        for (int i = 0; i < pictures.size(); i++) {
            if (pictures.get(i) instanceof AnimationPart animation) {
                uses.add(new AnimationUse(
                        firstPicture + i,
                        animation.frames().total(),
                        animation.frames().durationMillis(),
                        lookedAt.apply(animation)));
            }
        }
        return uses;
    }
}
