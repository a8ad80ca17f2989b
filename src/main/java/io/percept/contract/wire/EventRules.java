package io.percept.contract.wire;

import io.percept.contract.PerceptException;
import java.util.List;

/**
 * What an operator lays down for events, whoever sends them. Immutable.
 *
 * @param defaultTasks kinds of the tasks of an event that names none; they must need no parameter
 * @param requiredTasks kinds of the tasks that every event is asked, whatever it names; they must need no parameter
 * @param sourceRequired whether an event without a source is refused
 */
public record EventRules(List<String> defaultTasks, List<String> requiredTasks, boolean sourceRequired) {

    public EventRules {
        defaultTasks = List.copyOf(defaultTasks);
        requiredTasks = List.copyOf(requiredTasks);
    }

    /** Whether all of these are kinds of tasks that need no parameter. */
    public static boolean needNoParameter(List<String> kinds) {
        try {
            RequiredTasks.messages(kinds);
            return true;
        } catch (PerceptException e) {
            return false;
        }
    }

    /** Nothing but what an event that names no task is asked. */
    public static EventRules ofDefaultTasks(List<String> kinds) {
        return new EventRules(kinds, List.of(), false);
    }
}
