package io.percept.contract.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.v1.ChatTurn;
import io.percept.contract.v1.Image;
import io.percept.contract.v1.Page;
import java.time.Instant;

/** Turns an event's records into protobuf. */
final class EventWriter {

    private EventWriter() {}

    static io.percept.contract.v1.ImageEvent write(ImageEvent event) {
        var message = io.percept.contract.v1.ImageEvent.newBuilder()
                .setId(event.id())
                .setSource(event.source())
                .setPolicy(event.policy().orElse(""))
                .setPriority(event.priority())
                .putAllAttributes(event.attributes());
        event.ownTime().ifPresent(time -> message.setTime(timestamp(time)));
        event.deadline()
                .ifPresent(d -> message.setDeadline(
                        Duration.newBuilder().setSeconds(d.getSeconds()).setNanos(d.getNano())));
        event.segments().forEach(s -> message.addSegments(segment(s)));
        event.tasks().forEach(t -> message.addTasks(TaskWriter.write(t)));
        return message.build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static io.percept.contract.v1.Segment segment(Segment segment) {
        var message = io.percept.contract.v1.Segment.newBuilder();
        switch (segment) {
            case Segment.Text text -> message.setText(text.text());
            case Segment.Image image -> message.setImage(image(image));
            case Segment.Page page -> message.setPage(
                    Page.newBuilder().setHtml(page.html()).setUrl(page.url()));
            case Segment.ChatTurn turn -> {
                var inner = ChatTurn.newBuilder().setSpeaker(turn.speaker());
                turn.time().ifPresent(time -> inner.setTime(timestamp(time)));
                turn.segments().forEach(s -> inner.addSegments(segment(s)));
                message.setTurn(inner);
            }
        }
        return message.build();
    }

    private static Image.Builder image(Segment.Image image) {
        Image.Builder message = image(image.source()).toBuilder().setAlt(image.alt());
        return image.context().equals(ImageContext.NONE)
                ? message
                : message.setContext(DocumentWriter.context(image.context()));
    }

    static Image image(ImageSource source) {
        return switch (source) {
            case ImageSource.Content content -> Image.newBuilder()
                    .setContent(ByteString.copyFrom(content.bytes()))
                    .build();
            case ImageSource.Address address -> Image.newBuilder()
                    .setUrl(address.url())
                    .build();
        };
    }
}
