package io.percept.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names the images that a document lacks though a reader of it may see them: those that nobody looked at, or of which some frames were not
 * looked at. Which those are is {@link SkippedImage.Reason#isUnseen}. Stateless.
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
     * @return such as {@code broken: https://a.example/p.png}, {@code no-address}, {@code frames: 4 of 120 seen} (with a comma and the address
     *     where there is one) and {@code more: 3}; empty where nothing is missing
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
        String seen = image.reason() == SkippedImage.Reason.FRAMES ? image.detail() : "";
        String which = Stream.of(seen, Excerpt.beginning(image.address(), LONGEST_ADDRESS))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        String reason = image.reason().code();
        return which.isEmpty() ? reason : reason + ": " + which;
    }
}
