package io.percept.resolve.page;

import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import java.util.List;

/**
 * What a page holds. Immutable.
 *
 * @param title of the page, or empty
 * @param segments texts, their paragraphs separated by line feeds, and images, each with its context
 * @param skipped images of the main content that were left out, in reading order
 */
public record PageContent(String title, List<Segment> segments, List<SkippedImage> skipped) {

    public PageContent {
        segments = List.copyOf(segments);
        skipped = List.copyOf(skipped);
    }
}
