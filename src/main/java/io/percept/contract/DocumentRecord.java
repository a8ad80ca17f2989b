package io.percept.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the texts and images of an event. Immutable.
 *
 * @param texts of the document
 * @param images of the document; an animated one counts once
 * @param skipped images that were left out, in reading order, and then those of which some frames were
 * @param filtered what each filter dropped, by its name
 */
public record DocumentRecord(int texts, int images, List<SkippedImage> skipped, Map<String, Integer> filtered) {

    public static final DocumentRecord NONE = new DocumentRecord(0, 0, List.of(), Map.of());

    /** Counted among what filters drop: images that pages left out and that the record does not list. */
    public static final String UNLISTED = "unlisted";

    public DocumentRecord {
        skipped = List.copyOf(skipped);
        filtered = Collections.unmodifiableMap(new TreeMap<>(filtered));
    }

    /** The same record with other counts of what is left. */
    public DocumentRecord holding(int texts, int images) {
        return new DocumentRecord(texts, images, skipped, filtered);
    }

    /** The same record with more images left out. */
    public DocumentRecord withSkipped(List<SkippedImage> more) {
        List<SkippedImage> all = new ArrayList<>(skipped);
        all.addAll(more);
        return new DocumentRecord(texts, images, all, filtered);
    }

    /** The same record with more dropped by a filter. */
    public DocumentRecord withFiltered(String filter, int count) {
        if (count == 0) {
            return this;
        }
        Map<String, Integer> counts = new TreeMap<>(filtered);
        counts.merge(filter, count, Integer::sum);
        return new DocumentRecord(texts, images, skipped, counts);
    }
}
