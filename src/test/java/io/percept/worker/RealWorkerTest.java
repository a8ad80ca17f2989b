package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.engine.Bundle;
import io.percept.engine.DecoderRow;
import io.percept.engine.Logits;
import io.percept.engine.OnnxEngine;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.prompt.CandidateScores;
import io.percept.prompt.Document;
import io.percept.prompt.Generation;
import io.percept.prompt.ImagePart;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TaskAnswer;
import io.percept.prompt.TaskInputs;
import io.percept.prompt.TaskPlan;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TextPart;
import io.percept.prompt.TokenLimits;
import io.percept.prompt.TokenOutcome;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.WorkedExample;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker on the bundle of the repository. Nothing here depends on what the model says. */
@Timeout(120)
class RealWorkerTest {

    private final Bundle bundle = TestBundle.bundle();
    private final OnnxEngine engine = TestBundle.engine();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final TaskPlanner planner = new TaskPlanner(bundle, tokenizer, new TokenLimits(12, 24, 16, 12));
    private final ModelWorker worker = newWorker();
    private final Random random = new Random(3);

    @AfterEach
    void close() {
        worker.close();
        tokenizer.close();
    }

    @Test
    void shouldGiveTheSameAloneAndAmongOthers() {
        List<TokenPlan> plans = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Document document = i == 4 ? Document.of(new TextPart("the car is red")) : Document.of(image());
            if (i == 5) {
                document = Document.of(new TextPart("Anna: look at this"), new ImagePart(image()));
            }
            plans.addAll(plans(document, new Task.Answer("a", "what is shown?", TaskOptions.NONE)));
            plans.addAll(plans(document, new Task.Moderate("m", List.of("hate", "scam"), TaskOptions.NONE)));
            if (i != 4) {
                plans.addAll(plans(document, new Task.Caption("c", TaskOptions.NONE)));
                plans.addAll(plans(document, new Task.Describe("d", TaskOptions.NONE)));
            }
        }
        assertSameAloneAsTogether(plans);
    }

    @Test
    void shouldGiveTheSameInABatchOf32BesideDocumentsOfOtherLengths() {
        List<Decoding> decodings = List.of(
                Decoding.GREEDY,
                new Decoding(new Decoding.Beam(3, 1), 0, 0, List.of()),
                new Decoding(new Decoding.Beam(2, 0), 2, 6, List.of()),
                new Decoding(new Decoding.Sampling(0.8, 0.9, OptionalLong.of(5)), 3, 0, List.of("q")));
        List<WorkedExample> examples = List.of(new WorkedExample(Document.of(image()), "a red car"));
        List<TokenPlan> plans = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Document document = i % 3 == 0
                    ? Document.of(image())
                    : Document.of(new TextPart("the car is red ".repeat(i)), new ImagePart(image()));
            Task task = new Task.Describe("d", TaskOptions.NONE.withDecoding(decodings.get(i % decodings.size())));
            TaskInputs inputs = TaskInputs.of(document).withExamples(i % 5 == 0 ? examples : List.of());
            plans.addAll(((TaskPlan.Direct) planner.plan(inputs, task)).plans());
        }

        assertSameAloneAsTogether(plans);
    }

    @Test
    void shouldScoreCandidatesOfSeveralTokensAsOneSequenceEach() {
        List<Candidate> candidates =
                List.of(new Candidate.Text("a red car"), new Candidate.Text("yes"), new Candidate.Text("Zebra42"));
        Task task = new Task.Choose("c", "which is it?", candidates, TaskOptions.NONE);
        ScoringPlan plan = (ScoringPlan)
                plans(Document.of(new TextPart("the car is red")), task).getFirst();

        CandidateScores scores = OnePlan.score(worker, plan).join();

        for (int i = 0; i < candidates.size(); i++) {
            assertThat(scores.logProbabilities()[i])
                    .isCloseTo(meanLogProbability(plan, plan.candidates().get(i)), within(1e-4));
        }
    }

    @Test
    void shouldAnswerTasksOfEveryKind() {
        Document document = Document.of(image());
        TaskOptions rationale = TaskOptions.NONE.withRationale(true);
        List<TaskPlan> tasks = List.of(
                planner.plan(document, new Task.Caption("1", TaskOptions.NONE)),
                planner.plan(document, new Task.Answer("2", "what is this?", rationale)),
                planner.plan(document, new Task.Moderate("3", List.of(), TaskOptions.NONE)));

        List<TaskAnswer> answers = new TaskRunner(worker)
                .run(tasks, Urgency.NORMAL).stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers.get(0)).isInstanceOf(TaskAnswer.Output.class);
        assertThat(answers.get(1)).isInstanceOf(TaskAnswer.Output.class);
        assertThat(((TaskAnswer.LabelScores) answers.get(2)).scores())
                .containsOnlyKeys(bundle.moderation().questions().keySet())
                .allSatisfy((label, score) -> assertThat(score).isBetween(0.0, 1.0));
    }

    private void assertSameAloneAsTogether(List<TokenPlan> plans) {
        List<TokenOutcome> together = worker.submit(plans, Urgency.NORMAL).stream()
                .map(CompletableFuture::join)
                .toList();

        try (ModelWorker fresh = newWorker()) {
            for (int i = 0; i < plans.size(); i++) {
                assertSame(
                        fresh.submit(List.of(plans.get(i)), Urgency.NORMAL)
                                .getFirst()
                                .join(),
                        together.get(i));
            }
        }
    }

    private ModelWorker newWorker() {
        return new ModelWorker(bundle, engine.encoder(), engine.decoder(), WorkerOptions.DEFAULT, WorkerListener.NONE);
    }

    private List<TokenPlan> plans(Document document, Task task) {
        return ((TaskPlan.Direct) planner.plan(document, task)).plans();
    }

    private static void assertSame(TokenOutcome actual, TokenOutcome expected) {
        switch (actual) {
            case Generation generation -> assertThat(generation.ids()).isEqualTo(((Generation) expected).ids());
            case CandidateScores scores -> assertThat(scores.logProbabilities())
                    .usingComparatorWithPrecision(1e-4)
                    .containsExactly(((CandidateScores) expected).logProbabilities());
        }
    }

    private double meanLogProbability(ScoringPlan plan, int[] candidate) {
        int prompt = plan.length();
        int[] ids = Arrays.copyOf(
                plan.prefix().then(plan.prompt(), bundle.image().queries()).ids(), prompt + candidate.length);
        System.arraycopy(candidate, 0, ids, prompt, candidate.length);
        DecoderRow row = DecoderRow.scored(ids, ids.length, 0, 0);
        Logits logits = engine.decoder().extend(null, List.of(row));
        double sum = 0;
        for (int i = 0; i < candidate.length; i++) {
            sum += logits.logProbability(prompt - 1 + i, candidate[i]);
        }
        return sum / candidate.length;
    }

    private PreparedImage image() {
        byte[] rgb = new byte[3 * bundle.image().size() * bundle.image().size()];
        random.nextBytes(rgb);
        return new PreparedImage(ContentDigest.of(rgb), ImageFormat.PNG, 160, 160, rgb);
    }
}
