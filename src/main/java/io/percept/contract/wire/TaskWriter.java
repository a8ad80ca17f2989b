package io.percept.contract.wire;

import io.percept.contract.BoundingBox;
import io.percept.contract.Candidate;
import io.percept.contract.Decoding;
import io.percept.contract.MarkedRegion;
import io.percept.contract.PixelBox;
import io.percept.contract.Region;
import io.percept.contract.Task;
import io.percept.contract.TaskOptions;
import io.percept.contract.v1.AltText;
import io.percept.contract.v1.Answer;
import io.percept.contract.v1.Box;
import io.percept.contract.v1.Caption;
import io.percept.contract.v1.Choose;
import io.percept.contract.v1.Describe;
import io.percept.contract.v1.Example;
import io.percept.contract.v1.Ground;
import io.percept.contract.v1.Moderate;
import io.percept.contract.v1.Refer;

/** Turns a task's records into protobuf. */
final class TaskWriter {

    private TaskWriter() {}

    static io.percept.contract.v1.Task write(Task task) {
        var message = io.percept.contract.v1.Task.newBuilder().setId(task.id()).setOptions(options(task.options()));
        switch (task) {
            case Task.Caption ignored -> message.setCaption(Caption.getDefaultInstance());
            case Task.Describe ignored -> message.setDescribe(Describe.getDefaultInstance());
            case Task.Ground ground -> message.setGround(
                    Ground.newBuilder().setPhrase(ground.phrase().orElse("")));
            case Task.Refer refer -> message.setRefer(refer(refer.region()));
            case Task.Answer answer -> message.setAnswer(answer(answer));
            case Task.Moderate moderate -> message.setModerate(
                    Moderate.newBuilder().addAllLabels(moderate.labels()).setEvidence(moderate.evidence()));
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

    static Box box(BoundingBox box) {
        return Box.newBuilder()
                .setX1(box.x1())
                .setY1(box.y1())
                .setX2(box.x2())
                .setY2(box.y2())
                .build();
    }

    static io.percept.contract.v1.PixelBox pixels(PixelBox box) {
        return io.percept.contract.v1.PixelBox.newBuilder()
                .setX1(box.x1())
                .setY1(box.y1())
                .setX2(box.x2())
                .setY2(box.y2())
                .build();
    }

    private static Refer refer(Region region) {
        return switch (region) {
            case Region.Relative relative -> Refer.newBuilder()
                    .setBox(box(relative.box()))
                    .build();
            case Region.Pixels pixels -> Refer.newBuilder()
                    .setPixelBox(pixels(pixels.box()))
                    .build();
        };
    }

    private static Answer answer(Task.Answer answer) {
        var message = Answer.newBuilder().setQuestion(answer.question());
        for (MarkedRegion marked : answer.regions()) {
            var region = io.percept.contract.v1.Region.newBuilder().setPhrase(marked.phrase());
            switch (marked.region()) {
                case Region.Relative relative -> region.setBox(box(relative.box()));
                case Region.Pixels pixels -> region.setPixelBox(pixels(pixels.box()));
            }
            message.addRegions(region);
        }
        return message.build();
    }

    private static Choose choose(Task.Choose choose) {
        var message = Choose.newBuilder().setQuestion(choose.question());
        for (Candidate candidate : choose.candidates()) {
            var one = io.percept.contract.v1.Candidate.newBuilder();
            switch (candidate) {
                case Candidate.Text text -> one.setText(text.text());
                case Candidate.Image image -> one.setImage(EventWriter.image(image.source()));
            }
            message.addCandidates(one);
        }
        return message.build();
    }

    private static io.percept.contract.v1.TaskOptions options(TaskOptions options) {
        var message = io.percept.contract.v1.TaskOptions.newBuilder()
                .setExampleSet(options.exampleSet().orElse(""))
                .setRationale(options.rationale())
                .setMaxTokens(options.maxTokens().orElse(0));
        if (!options.decoding().equals(Decoding.GREEDY)) {
            message.setDecoding(decoding(options.decoding()));
        }
        for (var example : options.examples()) {
            var one = Example.newBuilder().setAnswer(example.answer()).putAllLabels(example.labels());
            example.segments().forEach(s -> one.addSegments(EventWriter.segment(s)));
            message.addExamples(one);
        }
        return message.build();
    }

    private static io.percept.contract.v1.Decoding decoding(Decoding decoding) {
        var message = io.percept.contract.v1.Decoding.newBuilder()
                .setNoRepeatNgram(decoding.noRepeatNgram())
                .setMinTokens(decoding.minTokens())
                .addAllStop(decoding.stop());
        switch (decoding.strategy()) {
            case Decoding.Greedy greedy -> {}
            case Decoding.Beam beam -> message.setBeams(beam.width()).setLengthPenalty(beam.lengthPenalty());
            case Decoding.Sampling sampling -> {
                message.setTemperature(sampling.temperature()).setTopP(sampling.topP());
                sampling.seed().ifPresent(message::setSeed);
            }
        }
        return message.build();
    }
}
