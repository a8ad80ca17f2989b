package io.percept.contract.wire;

import io.percept.contract.AltTextSuggestion;
import io.percept.contract.TaskOutput;
import io.percept.contract.v1.AltTextOutput;
import io.percept.contract.v1.Finding;
import java.util.List;

/** Turns alternative texts into protobuf. */
final class AltTextWriter {

    private AltTextWriter() {}

    static AltTextOutput output(TaskOutput.AltTexts texts) {
        var message = AltTextOutput.newBuilder();
        texts.images().forEach(image -> message.addImages(suggestion(image)));
        return message.build();
    }

    private static io.percept.contract.v1.AltTextSuggestion suggestion(AltTextSuggestion image) {
        var message = io.percept.contract.v1.AltTextSuggestion.newBuilder()
                .setAddress(image.address())
                .setSuggested(image.suggested())
                .setShortened(image.shortened())
                .addAllDecorative(findings(image.decorative()))
                .addAllExistingFindings(findings(image.existingFindings()))
                .addAllSuggestedFindings(findings(image.suggestedFindings()))
                .setContext(DocumentWriter.context(image.context()));
        image.image().ifPresent(message::setImage);
        image.existing().ifPresent(message::setExisting);
        return message.build();
    }

    private static List<Finding> findings(List<AltTextSuggestion.Finding> findings) {
        return findings.stream()
                .map(finding -> Finding.newBuilder()
                        .setRule(finding.rule())
                        .setCriterion(finding.criterion())
                        .setTechnique(finding.technique())
                        .setFailure(finding.failure())
                        .setMessage(finding.message())
                        .build())
                .toList();
    }
}
