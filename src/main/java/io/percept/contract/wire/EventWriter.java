package io.percept.contract.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.percept.contract.Candidate;
import io.percept.contract.ImageContext;
import io.percept.contract.ImageEvent;
import io.percept.contract.ImageSource;
import io.percept.contract.Segment;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.v1.AltText;
import io.percept.contract.v1.Answer;
import io.percept.contract.v1.Box;
import io.percept.contract.v1.Caption;
import io.percept.contract.v1.ChatTurn;
import io.percept.contract.v1.Choose;
import io.percept.contract.v1.Describe;
import io.percept.contract.v1.Example;
import io.percept.contract.v1.Ground;
import io.percept.contract.v1.Image;
import io.percept.contract.v1.Moderate;
import io.percept.contract.v1.Page;
import io.percept.contract.v1.Refer;
import java.time.Instant;

/** Turns an event's records into protobuf. */
final class EventWriter {

    private EventWriter() {}

    static io.percept.contract.v1.ImageEvent write(ImageEvent event) {
        var message = io.percept.contract.v1.ImageEvent.newBuilder()
                .setId(event.id())
                .setSource(event.source())
                .setTime(timestamp(event.time()))
                .setPolicy(event.policy().orElse(""))
                .setPriority(event.priority())
                .putAllAttributes(event.attributes());
        event.deadline()
                .ifPresent(d -> message.setDeadline(
                        Duration.newBuilder().setSeconds(d.getSeconds()).setNanos(d.getNano())));
        event.segments().forEach(s -> message.addSegments(segment(s)));
        event.tasks().forEach(t -> message.addTasks(task(t)));
        return message.build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static io.percept.contract.v1.Segment segment(Segment segment) {
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

    private static Image image(ImageSource source) {
        return switch (source) {
            case ImageSource.Content content -> Image.newBuilder()
                    .setContent(ByteString.copyFrom(content.bytes()))
                    .build();
            case ImageSource.Address address -> Image.newBuilder()
                    .setUrl(address.url())
                    .build();
        };
    }

    private static io.percept.contract.v1.Task task(Task task) {
        var message = io.percept.contract.v1.Task.newBuilder().setId(task.id()).setOptions(options(task.options()));
        switch (task) {
            case Task.Caption ignored -> message.setCaption(Caption.getDefaultInstance());
            case Task.Describe ignored -> message.setDescribe(Describe.getDefaultInstance());
            case Task.Ground ground -> message.setGround(
                    Ground.newBuilder().setPhrase(ground.phrase().orElse("")));
            case Task.Refer refer -> message.setRefer(Refer.newBuilder().setBox(toBox(refer.box())));
            case Task.Answer answer -> message.setAnswer(Answer.newBuilder().setQuestion(answer.question()));
            case Task.Moderate moderate -> message.setModerate(
                    Moderate.newBuilder().addAllLabels(moderate.labels()));
            case Task.Choose choose -> message.setChoose(choose(choose));
            case Task.AltText altText -> message.setAltText(AltText.newBuilder()
                    .addAllImages(altText.images())
                    .setMaxLength(altText.maxLength())
                    .setLanguage(altText.language().orElse("")));
            case Task.Unreadable unreadable -> throw new IllegalArgumentException(
                    "A task that could not be read cannot be written: " + unreadable.message());
        }
        return message.build();
    }

    private static Choose choose(Task.Choose choose) {
        var message = Choose.newBuilder().setQuestion(choose.question());
        for (Candidate candidate : choose.candidates()) {
            var one = io.percept.contract.v1.Candidate.newBuilder();
            switch (candidate) {
                case Candidate.Text text -> one.setText(text.text());
                case Candidate.Image image -> one.setImage(image(image.source()));
            }
            message.addCandidates(one);
        }
        return message.build();
    }

    private static io.percept.contract.v1.TaskOptions options(TaskOptions options) {
        var message = io.percept.contract.v1.TaskOptions.newBuilder()
                .setRationale(options.rationale())
                .setMaxTokens(options.maxTokens().orElse(0));
        for (var example : options.examples()) {
            var one = Example.newBuilder().setAnswer(example.answer());
            example.segments().forEach(s -> one.addSegments(segment(s)));
            message.addExamples(one);
        }
        return message.build();
    }

    static Box toBox(io.percept.contract.BoundingBox box) {
        return Box.newBuilder()
                .setX1(box.x1())
                .setY1(box.y1())
                .setX2(box.x2())
                .setY2(box.y2())
                .build();
    }
}
