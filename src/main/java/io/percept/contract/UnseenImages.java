package io.percept.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * Names the images that a document lacks though a reader of it may see them: those that nobody looked at. Which those are is
 * {@link SkippedImage.Reason#isUnseen}. Stateless.
 */
public final class UnseenImages {

    /** So many are named, and the others counted: a decision is to stay small. */
    static final int MOST_NAMED = 32;

    /** Of an address, in UTF-16 units. */
    static final int LONGEST_ADDRESS = 500;

    private UnseenImages() {}

    /**
     * The images by reason and address, in reading order, and last how many more there are. What pages left out beyond those that are
     * listed counts whatever it is, since nobody knows it any more.
     *
     * @return such as {@code broken: https://a.example/p.png}, {@code no-address} and {@code more: 3}; empty where nothing is missing
     */
    public static List<String> of(DocumentRecord record) {
        List<SkippedImage> unseen = record.skipped().stream()
                .filter(image -> image.reason().isUnseen())
                .toList();
        List<String> named = new ArrayList<>();
        unseen.stream().limit(MOST_NAMED).map(UnseenImages::named).forEach(named::add);
        int more = unseen.size() - named.size() + record.filtered().getOrDefault(DocumentRecord.UNLISTED, 0);
        if (more > 0) {
            named.add("more: " + more);
        }
        return List.copyOf(named);
    }

    private static String named(SkippedImage image) {
        String reason = image.reason().code();
        return image.address().isEmpty() ? reason : reason + ": " + Excerpt.beginning(image.address(), LONGEST_ADDRESS);
    }
}
