package io.percept.prompt;

import io.percept.contract.Decoding;
import io.percept.contract.Decoding.Sampling;
import io.percept.contract.Decoding.Strategy;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import io.percept.engine.Bundle;
import io.percept.engine.SpecialTokens;
import java.util.ArrayList;
import java.util.List;

/** Plans generations as a task's options want them. Thread-safe. */
final class GenerationPlanner {

    private final SpecialTokens special;
    private final int locations;
    private final TextEncoder encoder;
    private final PromptRoom room;

    GenerationPlanner(Bundle bundle, TextEncoder encoder, PromptRoom room) {
        this.special = bundle.specialTokens();
        this.locations = bundle.locationGrid() * bundle.locationGrid();
        this.encoder = encoder;
        this.room = room;
    }

    /**
     * The text that a task is about, with all of its options.
     *
     * @param limit most tokens where the task names no limit
     */
    GenerationPlan text(TaskInputs inputs, Task task, TokenSequence prefix, TokenSequence prompt, int limit) {
        int wanted = Math.min(task.options().maxTokens().orElse(limit), room.left(prefix, prompt));
        return whole(inputs, task, prefix, prompt, wanted);
    }

    /**
     * A description that is all that a task generates, with all of its options.
     *
     * @param limit most tokens, whatever the task says: what follows the description needs the room
     */
    GenerationPlan rationaleAlone(TaskInputs inputs, Task task, TokenSequence prefix, TokenSequence prompt, int limit) {
        int wanted = Math.min(task.options().maxTokens().orElse(limit), limit);
        return whole(inputs, task, prefix, prompt, wanted);
    }

    private GenerationPlan whole(TaskInputs inputs, Task task, TokenSequence prefix, TokenSequence prompt, int wanted) {
        Decoding decoding = task.options().decoding();
        if (decoding.minTokens() > wanted) {
            throw new PerceptException(
                    ErrorCode.INVALID_TASK,
                    "Task %s wants at least %d tokens and gets at most %d: lower min_tokens or raise max_tokens."
                            .formatted(task.id(), decoding.minTokens(), wanted));
        }
        List<SequenceConstraint> constraints = choiceOf(decoding);
        if (decoding.minTokens() > 0) {
            constraints.add(new MinLength(decoding.minTokens(), special.eos()));
        }
        if (!decoding.stop().isEmpty()) {
            constraints.add(new StopStrings(decoding.stop(), encoder::decode));
        }
        return new GenerationPlan(prefix, prompt, wanted, strategy(inputs, decoding), constraints);
    }

    /** A description before an answer: tokens are chosen as for the answer, limits and stop strings are the answer's. */
    GenerationPlan rationale(TaskInputs inputs, Task task, TokenSequence prefix, TokenSequence prompt, int limit) {
        Decoding decoding = task.options().decoding();
        return new GenerationPlan(prefix, prompt, limit, strategy(inputs, decoding), choiceOf(decoding));
    }

    private static Strategy strategy(TaskInputs inputs, Decoding decoding) {
        return decoding.strategy() instanceof Sampling sampling
                        && sampling.seed().isEmpty()
                ? sampling.seeded(inputs.seed())
                : decoding.strategy();
    }

    private List<SequenceConstraint> choiceOf(Decoding decoding) {
        List<SequenceConstraint> constraints = new ArrayList<>();
        if (decoding.noRepeatNgram() > 0) {
            constraints.add(new NoRepeatNgram(decoding.noRepeatNgram(), this::isText));
        }
        return constraints;
    }

    private boolean isText(int id) {
        boolean location = id >= special.patchFirst() && id < special.patchFirst() + locations;
        return !location && !special.isMark(id);
    }
}
