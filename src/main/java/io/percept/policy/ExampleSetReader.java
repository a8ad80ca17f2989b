package io.percept.policy;

import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.prompt.Document;
import io.percept.prompt.WorkedExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads the example sets of a policy file, with the images beside it, and prepares them as the documents of events are. */
public final class ExampleSetReader {

    /** Makes documents of segments; {@code DocumentResolver::resolve} in the service. */
    public interface Documents {
        CompletableFuture<Document> of(List<Segment> segments);
    }

    private static final List<String> KEYS = List.of("segments", "answer", "labels");

    private final PolicySource source;
    private final Documents documents;
    private final PolicyDigest digest;

    /** @param digest is told of the images */
    ExampleSetReader(PolicySource source, Documents documents, PolicyDigest digest) {
        this.source = source;
        this.documents = documents;
        this.digest = digest;
    }

    /**
     * @param known labels of the policy, which alone an example may speak of
     * @throws PolicyException naming the key that is wrong
     */
    Map<String, List<WorkedExample>> read(PolicySection sets, List<String> known) {
        Map<String, List<WorkedExample>> read = new LinkedHashMap<>();
        for (String set : sets.keys()) {
            read.put(
                    set,
                    sets.list(set).stream()
                            .map(example -> example(example, known))
                            .toList());
        }
        return read;
    }

    private WorkedExample example(PolicySection example, List<String> known) {
        example.only(KEYS);
        String answer = example.optionalText("answer").orElse("");
        Map<String, Boolean> labels = new LinkedHashMap<>();
        example.optionalSection("labels").map(named -> named.only(known)).ifPresent(named -> named.keys()
                .forEach(label -> labels.put(label, named.flag(label))));
        if (answer.isEmpty() && labels.isEmpty()) {
            throw example.refused("answer", "is missing, and so is labels: an example says what is right");
        }
        return new WorkedExample(document(example), answer, labels);
    }

    private Document document(PolicySection example) {
        List<Segment> segments = new ArrayList<>();
        for (PolicySection segment : example.list("segments")) {
            segment.only(List.of("image", "text"));
            if (segment.has("image") == segment.has("text")) {
                throw segment.refused("text", "or image must be there, and not both");
            }
            segments.add(
                    segment.has("text")
                            ? new Segment.Text(segment.text("text"))
                            : new Segment.Image(image(segment), ""));
        }
        try {
            return documents.of(segments).join();
        } catch (CompletionException | PerceptException e) {
            throw example.refused(
                    "segments", "cannot be used: " + PerceptException.of(e).getMessage());
        }
    }

    /** A file beside the policy file; or a data URL, for policies that are nothing but one file. */
    private ImageSource image(PolicySection segment) {
        String path = segment.text("image");
        if (path.startsWith("data:")) {
            return new ImageSource.Address(path);
        }
        try {
            byte[] bytes = source.beside(path);
            digest.add(bytes);
            return new ImageSource.Content(bytes);
        } catch (IOException e) {
            throw segment.refused("image", "'" + path + "' cannot be read: " + e);
        }
    }
}
