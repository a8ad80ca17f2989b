package io.percept.contract.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.ErrorCode;
import io.percept.contract.v1.ImageEvent;
import io.percept.contract.v1.Task;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads an event in JSON. Protobuf's parser refuses all of it for one key that it does not know; so where it refuses, each
 * task is read by itself, and one that is refused alone costs only that task.
 */
final class EventJson {

    /** Both spellings of a kind in JSON, each with the name that results and meters have for it. */
    private static final Map<String, String> KINDS = new HashMap<>();

    static {
        for (FieldDescriptor kind : Task.getDescriptor().getOneofs().getFirst().getFields()) {
            KINDS.put(kind.getName(), kind.getName());
            KINDS.put(kind.getJsonName(), kind.getName());
        }
    }

    private EventJson() {}

    /**
     * @param event where a task could not be read, one of no kind stands in its place
     * @param unreadable by the task's position
     */
    record Read(ImageEvent.Builder event, Map<Integer, Fault> unreadable) {}

    /** Why a task could not be read. */
    record Fault(String type, ErrorCode code, String message) {}

    /** @throws io.percept.contract.PerceptException where it is not the tasks alone that cannot be read */
    static Read read(byte[] value) {
        String json = new String(value, StandardCharsets.UTF_8);
        refuseAbsurd(json);
        try {
            return new Read(parse(json), Map.of());
        } catch (InvalidProtocolBufferException e) {
            return taskByTask(json, e);
        }
    }

    /**
     * Tasks without their event.
     *
     * @throws InvalidProtocolBufferException where it is no array of tasks; its message says so without the value
     * @throws io.percept.contract.PerceptException where it holds too many of them, or too many values, or a number that is too long
     */
    static List<Task> readTasks(String json) throws InvalidProtocolBufferException {
        refuseAbsurd(json);
        try {
            JsonElement all = JsonParser.parseString(json);
            if (all instanceof JsonArray tasks) {
                refuseTooMany(tasks);
            }
            JsonObject event = new JsonObject();
            event.add("tasks", all);
            return parse(event.toString()).getTasksList();
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidProtocolBufferException(ParserMessage.of(e));
        } catch (JsonParseException e) {
            throw new InvalidProtocolBufferException(InvalidEnvelope.quoted(String.valueOf(e.getMessage())));
        }
    }

    /** @throws io.percept.contract.PerceptException where it would cost more to read than any event does, whatever it is */
    static void refuseAbsurd(String json) {
        refuseManyValues(json);
        refuseLongNumbers(json);
    }

    /** First of all, for whatever else is looked at in a tree has the whole of it in memory. */
    private static void refuseManyValues(String json) {
        if (ManyValues.isIn(json)) {
            throw InvalidEnvelope.of(
                    "The JSON has more objects, lists and other values than any event: split it into several events.",
                    null);
        }
    }

    private static void refuseLongNumbers(String json) {
        if (LongNumbers.isIn(json)) {
            throw InvalidEnvelope.of(
                    "The JSON has a number of more than a thousand digits: give one that its field can hold.", null);
        }
    }

    private static void refuseTooMany(JsonArray tasks) {
        if (tasks.size() > EventReader.MAX_TASKS) {
            throw InvalidEnvelope.of(
                    "The event has more than %d tasks: split it.".formatted(EventReader.MAX_TASKS), null);
        }
    }

    private static Read taskByTask(String json, InvalidProtocolBufferException refusal) {
        try {
            JsonObject event = JsonParser.parseString(json).getAsJsonObject();
            if (!(event.get("tasks") instanceof JsonArray tasks)) {
                throw invalid(refusal);
            }
            // Each would cost a parser and a refusal of its own.
            refuseTooMany(tasks);
            Map<Integer, Fault> unreadable = new HashMap<>();
            for (int i = 0; i < tasks.size(); i++) {
                if (tasks.get(i) instanceof JsonObject task && !isReadable(task)) {
                    unreadable.put(i, fault(task));
                    tasks.set(i, named(task));
                }
            }
            return new Read(parse(event.toString()), unreadable);
        } catch (InvalidProtocolBufferException e) {
            // With its tasks readable it is the rest of the event that is not.
            throw invalid(e);
        } catch (JsonParseException | IllegalStateException e) {
            throw invalid(refusal);
        }
    }

    private static ImageEvent.Builder parse(String json) throws InvalidProtocolBufferException {
        ImageEvent.Builder event = ImageEvent.newBuilder();
        JsonFormat.parser().merge(json, event);
        return event;
    }

    private static boolean isReadable(JsonObject task) {
        return refusal(task) == null;
    }

    private static String refusal(JsonObject task) {
        try {
            JsonFormat.parser().merge(task.toString(), Task.newBuilder());
            return null;
        } catch (InvalidProtocolBufferException e) {
            return ParserMessage.of(e);
        }
    }

    private static Fault fault(JsonObject task) {
        Optional<String> known = task.keySet().stream()
                .filter(KINDS::containsKey)
                .map(KINDS::get)
                .findFirst();
        if (known.isPresent()) {
            return new Fault(
                    known.get(),
                    ErrorCode.INVALID_TASK,
                    "The task is not a percept.v1.Task (%s): compare it with schemas/percept/v1/event.proto."
                            .formatted(refusal(task)));
        }
        String kind = task.keySet().stream()
                .filter(key -> !key.equals("id") && !key.equals("options"))
                .findFirst()
                .orElse("unknown");
        return new Fault(
                kind,
                ErrorCode.UNKNOWN_TASK,
                "The task '%s' is of no kind that is known here: use one of %s."
                        .formatted(InvalidEnvelope.quoted(kind), new TreeSet<>(KINDS.values())));
    }

    /** Nothing but the task's id, so that it keeps its place and its name. */
    private static JsonObject named(JsonObject task) {
        JsonObject named = new JsonObject();
        JsonElement id = task.get("id");
        if (id != null && id.isJsonPrimitive()) {
            named.addProperty("id", id.getAsString());
        }
        return named;
    }

    private static RuntimeException invalid(InvalidProtocolBufferException refusal) {
        return InvalidEnvelope.of(
                "The JSON is not a percept.v1.ImageEvent (" + ParserMessage.of(refusal)
                        + "): compare it with schemas/percept/v1/event.proto.",
                null);
    }
}
