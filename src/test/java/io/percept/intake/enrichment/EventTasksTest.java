package io.percept.intake.enrichment;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageEvent;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.engine.Bundle;
import io.percept.engine.TestBundle;
import io.percept.engine.Tokenizer;
import io.percept.policy.Policies;
import io.percept.policy.PolicyProperties;
import io.percept.prompt.Document;
import io.percept.prompt.ImagePart;
import io.percept.prompt.TaskPlanner;
import io.percept.prompt.TokenLimits;
import io.percept.vision.ContentDigest;
import io.percept.vision.PreparedImage;
import io.percept.vision.codec.ImageFormat;
import io.percept.worker.Urgency;
import io.percept.worker.Withdrawal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is planned of the tasks of an event; nobody does them. */
class EventTasksTest {

    private static final PreparedImage IMAGE =
            new PreparedImage(new ContentDigest("a"), ImageFormat.PNG, 1, 1, new byte[0]);

    private final Bundle bundle = TestBundle.bundle();
    private final Tokenizer tokenizer = new Tokenizer(bundle);
    private final List<PreparedTask> prepared = new ArrayList<>();
    private final EventTasks tasks = new EventTasks(
            new TaskPreparation(
                    new TaskResources(null),
                    new TaskPlanner(bundle, tokenizer, TokenLimits.DEFAULT),
                    Policies.load(
                            new PolicyProperties(List.of(), "default", List.of()),
                            bundle.moderation().questions(),
                            segments -> CompletableFuture.completedFuture(Document.of())),
                    null),
            (event, all, urgency) -> {
                prepared.addAll(all);
                return CompletableFuture.completedFuture(EventOutcomes.ofItsOwn(List.of()));
            },
            Runnable::run);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void shouldPlanNothingThatNobodyWaitsForAnyMore() {
        Withdrawal withdrawal = new Withdrawal();
        withdrawal.withdraw(new PerceptException(ErrorCode.TIMED_OUT, "the time is over"));

        run(1, 2, new Urgency(0, Optional.empty(), false, Optional.of(withdrawal)));

        assertThat(prepared).hasSize(2).allSatisfy(task -> assertThat(codeOf(task))
                .contains(ErrorCode.TIMED_OUT));
    }

    @Test
    void shouldRefuseTheTasksThatAreBeyondWhatAnEventMayAsk() {
        run(512, 6, Urgency.NORMAL);

        assertThat(prepared).hasSize(6);
        assertThat(prepared.subList(0, 4))
                .allSatisfy(task -> assertThat(codeOf(task)).isEmpty());
        assertThat(prepared.subList(4, 6))
                .allSatisfy(task -> assertThat(codeOf(task)).contains(ErrorCode.TOO_LONG));
    }

    @Test
    void shouldGiveEachEventABudgetOfItsOwn() {
        run(512, 4, Urgency.NORMAL);
        run(512, 4, Urgency.NORMAL);

        assertThat(prepared).hasSize(8).allSatisfy(task -> assertThat(codeOf(task))
                .isEmpty());
    }

    /** Alternative texts for all images, so many times. */
    private void run(int images, int times, Urgency urgency) {
        List<Task> asked = IntStream.range(0, times)
                .<Task>mapToObj(i -> new Task.AltText("t" + i, List.of(), 125, Optional.empty(), TaskOptions.NONE))
                .toList();
        ImageEvent event = new ImageEvent(
                "e",
                "/test",
                Instant.EPOCH,
                List.of(new Segment.Text("unread")),
                asked,
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of());
        Document document = new Document(Collections.nCopies(images, new ImagePart(IMAGE)));

        tasks.run(event, Optional.of(document), urgency).join();
    }

    private static Optional<ErrorCode> codeOf(PreparedTask task) {
        return task instanceof PreparedTask.Refused refused
                ? Optional.of(refused.reason().code())
                : Optional.empty();
    }
}
