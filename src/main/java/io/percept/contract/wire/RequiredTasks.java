package io.percept.contract.wire;

import io.percept.contract.PerceptException;
import io.percept.contract.Task;
import java.util.List;

/**
 * The tasks that every event is asked, whatever it names. Only a task of the event that asks the same stands in for one, though a
 * moderation may want evidence besides: with any parameter or option its sender could bend or avoid the answer. Immutable.
 */
final class RequiredTasks {

    private final List<io.percept.contract.v1.Task> messages;

    /** @throws PerceptException as {@link #messages} */
    RequiredTasks(List<String> kinds) {
        this.messages = messages(kinds);
    }

    /**
     * @param kinds of the tasks; one that is named twice counts once
     * @throws PerceptException where one is of no known kind or needs a parameter
     */
    static List<io.percept.contract.v1.Task> messages(List<String> kinds) {
        List<io.percept.contract.v1.Task> messages =
                EventReader.tasksOf(kinds.stream().map(String::strip).distinct().toList());
        messages.forEach(message -> TaskReader.read(message, EventReader.kindOf(message)));
        return messages;
    }

    /** Those that none of the tasks of an event stands in for. */
    List<io.percept.contract.v1.Task> besides(List<Task> tasks) {
        return messages.stream()
                .filter(message -> tasks.stream().noneMatch(task -> standsIn(task, message)))
                .toList();
    }

    private static boolean standsIn(Task task, io.percept.contract.v1.Task message) {
        Task plain = task instanceof Task.Moderate moderate
                ? new Task.Moderate(moderate.id(), moderate.labels(), moderate.options())
                : task;
        return plain.equals(TaskReader.read(message, task.id()));
    }
}
