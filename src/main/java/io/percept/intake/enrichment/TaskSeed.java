package io.percept.intake.enrichment;

import io.percept.contract.Decoding.Sampling;
import io.percept.contract.ImageEvent;
import io.percept.contract.Task;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What a task's draws begin from: its own seed, or one that follows from its event, so that a repeated delivery gets the same
 * answer.
 */
final class TaskSeed {

    private TaskSeed() {}

    /** Empty where the task leaves nothing to chance. */
    static OptionalLong of(ImageEvent event, Task task) {
        if (!(task.options().decoding().strategy() instanceof Sampling sampling)) {
            return OptionalLong.empty();
        }
        return sampling.seed().isPresent() ? sampling.seed() : OptionalLong.of(derived(event, task));
    }

    /** Whether the task's draws follow from its event, so that an equal event draws anew. */
    static boolean isOfEvent(Task task) {
        return task.options().decoding().strategy() instanceof Sampling sampling
                && sampling.seed().isEmpty();
    }

    /** Of 32 bits, so that a person can write it down. */
    private static long derived(ImageEvent event, Task task) {
        String name = event.source() + '\n' + event.id() + '\n' + task.id();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits() >>> 32;
    }
}
