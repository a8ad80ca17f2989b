package io.percept.web;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.contract.v1.Image;
import io.percept.contract.v1.ImageEvent;
import io.percept.contract.v1.Segment;
import io.percept.contract.wire.EventCodec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.multipart.MultipartFile;

/** Turns the fields of a form into an event in protobuf. */
final class FormEvents {

    private static final Pattern KIND = Pattern.compile("[a-z_]+");

    private FormEvents() {}

    /**
     * @param images in reading order
     * @param text follows the images; may be empty
     * @param tasks a JSON array of tasks, or their kinds separated by commas; empty: the configured ones
     * @throws PerceptException where the form is empty, or the tasks are of neither form or too many
     */
    static byte[] write(List<MultipartFile> images, String text, String tasks, String policy, String id) {
        ImageEvent.Builder event = ImageEvent.newBuilder();
        readTasks(tasks, event);
        event.setId(id).setPolicy(policy);
        for (MultipartFile image : images) {
            event.addSegments(Segment.newBuilder().setImage(Image.newBuilder().setContent(bytes(image))));
        }
        if (!text.isBlank()) {
            event.addSegments(Segment.newBuilder().setText(text));
        }
        if (event.getSegmentsCount() == 0) {
            throw new PerceptException(
                    ErrorCode.INVALID_ENVELOPE,
                    "The form has neither the part 'image' nor the field 'text': send one.");
        }
        return event.build().toByteArray();
    }

    private static void readTasks(String tasks, ImageEvent.Builder event) {
        String json = ofKinds(tasks.strip());
        if (json.isEmpty()) {
            return;
        }
        try {
            event.addAllTasks(EventCodec.readTasks(json));
        } catch (InvalidProtocolBufferException e) {
            throw new PerceptException(
                    ErrorCode.INVALID_ENVELOPE,
                    "The field 'tasks' is neither a list of kinds (caption,moderate) nor a JSON array of percept.v1.Task"
                            + " ([{\"answer\": {\"question\": \"…\"}}]): " + e.getMessage(),
                    e);
        }
    }

    /** Kinds as a JSON array; what is no list of kinds as it is. One by one, since a pattern of a list recurses with its length. */
    private static String ofKinds(String tasks) {
        List<String> kinds =
                Arrays.stream(tasks.split(",", -1)).map(String::strip).toList();
        return kinds.stream().allMatch(kind -> KIND.matcher(kind).matches())
                ? kinds.stream().map(kind -> "{\"" + kind + "\": {}}").collect(Collectors.joining(",", "[", "]"))
                : tasks;
    }

    private static ByteString bytes(MultipartFile image) {
        try {
            return ByteString.copyFrom(image.getBytes());
        } catch (IOException e) {
            throw new PerceptException(
                    ErrorCode.INVALID_ENVELOPE, "The part '" + image.getName() + "' broke off: send it again.", e);
        }
    }
}
