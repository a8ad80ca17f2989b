package io.percept.resolve.page;

import io.percept.contract.Segment;
import io.percept.contract.SkippedImage;
import java.util.List;

/**
 * What a page holds. Immutable.
 *
 * @param title of the page, or empty
 * @param segments texts, their paragraphs separated by line feeds, and images, each with its context
 * @param skipped images of the main content that were left out, in reading order, at most {@link #MOST_SKIPPED}
 * @param tooMany images that were left out for standing behind the first so many that are kept, those that are not listed included
 * @param unlisted images that were left out behind those that are listed
 */
public record PageContent(String title, List<Segment> segments, List<SkippedImage> skipped, int tooMany, int unlisted) {

    /** What a record says of one is many times as long as the tag, so a page of tags alone would fill the memory with it. */
    public static final int MOST_SKIPPED = 1_000;

    public PageContent {
        segments = List.copyOf(segments);
        skipped = List.copyOf(skipped);
    }

    /** The same with no more than so many of the images listed that were left out. */
    public PageContent listing(int most) {
        int kept = Math.min(most, skipped.size());
        return new PageContent(title, segments, skipped.subList(0, kept), tooMany, unlisted + skipped.size() - kept);
    }
}
