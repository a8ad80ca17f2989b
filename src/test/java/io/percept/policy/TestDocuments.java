package io.percept.policy;

import io.percept.contract.ErrorCode;
import io.percept.contract.ImageSource;
import io.percept.contract.PerceptException;
import io.percept.contract.Segment;
import io.percept.prompt.Document;
import io.percept.prompt.Part;
import io.percept.prompt.TextPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Documents of worked examples for tests that look at no pixel. */
public final class TestDocuments {

    private TestDocuments() {}

    /** Images as the text of their bytes or address; the text {@code broken} is refused. */
    public static CompletableFuture<Document> read(List<Segment> segments) {
        List<Part> parts = new ArrayList<>();
        for (Segment segment : segments) {
            String text = text(segment);
            if (text.equals("broken")) {
                return CompletableFuture.failedFuture(
                        new PerceptException(ErrorCode.IMAGE_TRUNCATED, "image 1: send the whole file"));
            }
            parts.add(new TextPart(text));
        }
        return CompletableFuture.completedFuture(new Document(parts));
    }

    private static String text(Segment segment) {
        if (segment instanceof Segment.Image image) {
            return switch (image.source()) {
                case ImageSource.Content content -> new String(content.bytes(), StandardCharsets.UTF_8);
                case ImageSource.Address address -> address.url();
            };
        }
        return ((Segment.Text) segment).text();
    }
}
