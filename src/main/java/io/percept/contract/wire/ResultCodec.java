package io.percept.contract.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.percept.contract.BoundingBox;
import io.percept.contract.DocumentRecord;
import io.percept.contract.DocumentUse;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.Evidence;
import io.percept.contract.ImageFrame;
import io.percept.contract.ModerationDecision;
import io.percept.contract.PixelBox;
import io.percept.contract.TaskOutcome;
import io.percept.contract.TaskOutput;
import io.percept.contract.v1.Action;
import io.percept.contract.v1.ChoiceOutput;
import io.percept.contract.v1.Error;
import io.percept.contract.v1.GroundedOutput;
import io.percept.contract.v1.GroundedPhrase;
import io.percept.contract.v1.LabelDecision;
import io.percept.contract.v1.Model;
import io.percept.contract.v1.TextOutput;
import io.percept.contract.v1.Timings;
import java.nio.charset.StandardCharsets;

/** Writes results in protobuf or its JSON mapping, and turns what was written into JSON. Thread-safe. */
public final class ResultCodec {

    private ResultCodec() {}

    /** @param encoding protobuf or JSON */
    public static byte[] write(EnrichmentResult result, Encoding encoding) {
        var message = message(result);
        return encoding == Encoding.PROTOBUF ? message.toByteArray() : ProtobufJson.bytes(message);
    }

    /**
     * A result that was written, as one line of JSON. What a newer instance says and this one does not know is left out.
     *
     * @param contentType the value of the {@code content-type} header, or an empty string; then the first byte decides
     * @throws IllegalArgumentException where the value is no result
     */
    public static String readToJson(byte[] value, String contentType) {
        io.percept.contract.v1.EnrichmentResult result;
        try {
            result = read(value, Encoding.of(contentType, value));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("The value is no percept.v1.EnrichmentResult", e);
        }
        // What knows no field of a result can be read as one too, an empty one.
        if (result.getId().isEmpty() && result.getEventId().isEmpty()) {
            throw new IllegalArgumentException("The value is no percept.v1.EnrichmentResult: it names no event");
        }
        return ProtobufJson.compact(result);
    }

    private static io.percept.contract.v1.EnrichmentResult read(byte[] value, Encoding encoding)
            throws InvalidProtocolBufferException {
        return switch (encoding) {
            case PROTOBUF -> io.percept.contract.v1.EnrichmentResult.parseFrom(value);
            case JSON -> {
                var result = io.percept.contract.v1.EnrichmentResult.newBuilder();
                JsonFormat.parser().ignoringUnknownFields().merge(new String(value, StandardCharsets.UTF_8), result);
                yield result.build();
            }
            case RAW_IMAGE -> throw new InvalidProtocolBufferException("it is an image");
        };
    }

    /** The result as its protobuf message. */
    static io.percept.contract.v1.EnrichmentResult message(EnrichmentResult result) {
        var message = io.percept.contract.v1.EnrichmentResult.newBuilder()
                .setId(result.id())
                .setEventId(result.eventId())
                .setSource(result.source())
                .setTime(EventWriter.timestamp(result.time()))
                .setModel(Model.newBuilder()
                        .setName(result.model().name())
                        .setVersion(result.model().version())
                        .setDigest(result.model().digest())
                        .setEngine(result.model().engine()))
                .setTimings(Timings.newBuilder()
                        .setResolveMs(result.timings().resolveMillis())
                        .setEnrichMs(result.timings().enrichMillis())
                        .setTotalMs(result.timings().totalMillis())
                        .setLateMs(result.timings().lateMillis()))
                .putAllAttributes(result.attributes())
                .setReused(result.reused());
        result.eventTime().ifPresent(time -> message.setEventTime(EventWriter.timestamp(time)));
        if (!result.document().equals(DocumentRecord.NONE)) {
            message.setDocument(DocumentWriter.record(result.document()));
        }
        result.outcomes().forEach(o -> message.addOutcomes(outcome(o)));
        return message.build();
    }

    private static io.percept.contract.v1.TaskOutcome outcome(TaskOutcome outcome) {
        var message = io.percept.contract.v1.TaskOutcome.newBuilder()
                .setTask(outcome.task())
                .setType(outcome.type());
        switch (outcome) {
            case TaskOutcome.Failed failed -> message.setError(Error.newBuilder()
                    .setCode(failed.code().name())
                    .setMessage(failed.message())
                    .setPassing(failed.passing()));
            case TaskOutcome.Completed completed -> {
                if (!completed.use().equals(DocumentUse.WHOLE)) {
                    message.setDocumentUse(DocumentWriter.use(completed.use()));
                }
                completed.seed().ifPresent(message::setSeed);
                switch (completed.output()) {
                    case TaskOutput.Text text -> message.setText(TextOutput.newBuilder()
                            .setText(text.text())
                            .setRationale(text.rationale().orElse(""))
                            .setCut(text.cut()));
                    case TaskOutput.Grounded grounded -> message.setGrounded(grounded(grounded));
                    case TaskOutput.AltTexts altTexts -> message.setAltText(AltTextWriter.output(altTexts));
                    case TaskOutput.Moderation moderation -> message.setModeration(decision(moderation.decision()));
                    case TaskOutput.Choice choice -> message.setChoice(ChoiceOutput.newBuilder()
                            .setIndex(choice.index())
                            .addAllProbabilities(choice.probabilities())
                            .setRationale(choice.rationale().orElse("")));
                }
            }
        }
        return message.build();
    }

    private static GroundedOutput grounded(TaskOutput.Grounded grounded) {
        ImageFrame image = grounded.image();
        var message = GroundedOutput.newBuilder()
                .setText(grounded.text())
                .setImage(image.index())
                .setCut(grounded.cut());
        for (var phrase : grounded.phrases()) {
            var one = GroundedPhrase.newBuilder().setPhrase(phrase.phrase());
            for (BoundingBox box : phrase.boxes()) {
                one.addBoxes(TaskWriter.box(box)).addPixelBoxes(TaskWriter.pixels(PixelBox.of(box, image)));
            }
            message.addPhrases(one);
        }
        return message.build();
    }

    private static io.percept.contract.v1.ModerationDecision decision(ModerationDecision decision) {
        var message = io.percept.contract.v1.ModerationDecision.newBuilder()
                .setPolicy(decision.policy())
                .setPolicyVersion(decision.policyVersion())
                .setAction(Action.valueOf(decision.action().name()))
                .setRationale(decision.rationale().orElse(""))
                .addAllUnseen(decision.unseen())
                .setReason(decision.reason().orElse(""));
        for (var label : decision.labels()) {
            var one = LabelDecision.newBuilder()
                    .setLabel(label.label())
                    .setScore(label.score())
                    .setReviewThreshold(label.reviewThreshold())
                    .setBlockThreshold(label.blockThreshold())
                    .setAction(Action.valueOf(label.action().name()))
                    .setObserveOnly(label.observeOnly())
                    .setEvidenceFailed(label.evidenceFailed());
            label.seenIn().ifPresent(part -> one.setSeenIn(DocumentWriter.seenIn(part)));
            label.evidence().forEach(found -> one.addEvidence(evidence(found)));
            message.addLabels(one);
        }
        return message.build();
    }

    private static io.percept.contract.v1.Evidence evidence(Evidence found) {
        var message = io.percept.contract.v1.Evidence.newBuilder()
                .setImage(found.image().index())
                .setPhrase(found.phrase().phrase());
        found.frame().ifPresent(frame -> message.setFrame(DocumentWriter.frame(frame)));
        for (BoundingBox box : found.phrase().boxes()) {
            message.addBoxes(TaskWriter.box(box)).addPixelBoxes(TaskWriter.pixels(PixelBox.of(box, found.image())));
        }
        return message.build();
    }
}
