package io.percept.prompt;

import io.percept.engine.SpecialTokens;
import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects a sequence of tokens and images. For one thread and one sequence. */
final class SequenceBuilder {

    private final SpecialTokens special;
    private final int queries;
    private final List<PreparedImage> images = new ArrayList<>();
    private int[] ids = new int[64];
    private int[] imageRows = new int[64];
    private int length;

    SequenceBuilder(SpecialTokens special, int queries) {
        this.special = special;
        this.queries = queries;
    }

    SequenceBuilder token(int id) {
        return add(id, -1);
    }

    SequenceBuilder tokens(int[] more) {
        for (int id : more) {
            add(id, -1);
        }
        return this;
    }

    SequenceBuilder image(PreparedImage image) {
        int first = images.size() * queries;
        images.add(image);
        add(special.imageStart(), -1);
        for (int i = 0; i < queries; i++) {
            add(special.imagePad(), first + i);
        }
        return add(special.imageEnd(), -1);
    }

    int length() {
        return length;
    }

    TokenSequence build() {
        return length == 0
                ? TokenSequence.EMPTY
                : new TokenSequence(Arrays.copyOf(ids, length), Arrays.copyOf(imageRows, length), images);
    }

    private SequenceBuilder add(int id, int imageRow) {
        if (length == ids.length) {
            ids = Arrays.copyOf(ids, 2 * length);
            imageRows = Arrays.copyOf(imageRows, 2 * length);
        }
        ids[length] = id;
        imageRows[length++] = imageRow;
        return this;
    }
}
