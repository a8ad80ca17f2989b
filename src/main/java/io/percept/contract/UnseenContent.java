package io.percept.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Names what of a document a moderation says nothing of, though a reader may see it: text that the model cannot read, and the images that
 * nobody looked at, as {@link UnseenImages} has them. Stateless.
 */
public final class UnseenContent {

    private UnseenContent() {}

    /**
     * First how much of the text cannot be read, then the images.
     *
     * @param unreadable percent of the text that the model cannot read; empty: too little to be said
     * @return such as {@code unreadable-text: 83 %} and {@code broken: https://a.example/p.png}; empty where all was looked at
     */
    public static List<String> of(DocumentRecord record, OptionalInt unreadable) {
        List<String> named = new ArrayList<>();
        unreadable.ifPresent(percent -> named.add("unreadable-text: " + percent + " %"));
        named.addAll(UnseenImages.of(record));
        return List.copyOf(named);
    }
}
