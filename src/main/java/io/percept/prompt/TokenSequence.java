package io.percept.prompt;

import io.percept.vision.PreparedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Token ids with images among them. Two sequences are equal if their ids and the content of their images are, so a
 * sequence is its own key for work that depends on nothing else. Immutable; the arrays are not to be changed.
 */
public final class TokenSequence {

    public static final TokenSequence EMPTY = new TokenSequence();

    private final int[] ids;
    private final int[] imageRows;
    private final List<PreparedImage> images;
    private final TokenSequence stem;
    private final int hash;

    private TokenSequence() {
        this.ids = new int[0];
        this.imageRows = new int[0];
        this.images = List.of();
        this.stem = this;
        this.hash = 0;
    }

    /** A sequence without a stem. */
    public TokenSequence(int[] ids, int[] imageRows, List<PreparedImage> images) {
        this(ids, imageRows, images, EMPTY);
    }

    /**
     * @param ids token ids, placeholders where an image stands
     * @param imageRows per id −1, or the row of the images' embeddings, one after another, that stands in its place
     * @param images the images in order of their rows
     * @param stem a beginning of this sequence that other sequences have as well; empty: none
     */
    private TokenSequence(int[] ids, int[] imageRows, List<PreparedImage> images, TokenSequence stem) {
        if (ids.length != imageRows.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + imageRows.length + " image rows");
        }
        this.ids = ids;
        this.imageRows = imageRows;
        this.images = List.copyOf(images);
        this.stem = stem;
        int content = Arrays.hashCode(ids);
        for (PreparedImage image : this.images) {
            content = 31 * content + image.digest().hashCode();
        }
        this.hash = content;
    }

    public int length() {
        return ids.length;
    }

    /** Token ids; a placeholder where an image stands. Not to be changed. */
    public int[] ids() {
        return ids;
    }

    /** For each id −1, or the row of the images' embeddings, one after another, that stands in its place. Not to be changed. */
    public int[] imageRows() {
        return imageRows;
    }

    public List<PreparedImage> images() {
        return images;
    }

    /** The beginning that other sequences have as well, such as worked examples before many documents; empty: none. */
    public TokenSequence stem() {
        return stem;
    }

    /** This sequence as one that begins with itself: what is put after it has it as its stem. */
    public TokenSequence asStem() {
        return new TokenSequence(ids, imageRows, images, this);
    }

    /** What follows the stem. */
    public TokenSequence afterStem(int queries) {
        if (stem.length() == 0) {
            return this;
        }
        int stemRows = stem.images.size() * queries;
        int[] restRows = Arrays.copyOfRange(imageRows, stem.length(), ids.length);
        for (int i = 0; i < restRows.length; i++) {
            restRows[i] = restRows[i] < 0 ? -1 : restRows[i] - stemRows;
        }
        return new TokenSequence(
                Arrays.copyOfRange(ids, stem.length(), ids.length),
                restRows,
                images.subList(stem.images.size(), images.size()));
    }

    /** This sequence and then another one. */
    public TokenSequence then(TokenSequence next, int queries) {
        if (next.length() == 0) {
            return this;
        }
        int[] bothIds = Arrays.copyOf(ids, ids.length + next.length());
        int[] bothRows = Arrays.copyOf(imageRows, bothIds.length);
        for (int i = 0; i < next.length(); i++) {
            bothIds[ids.length + i] = next.ids[i];
            int row = next.imageRows[i];
            bothRows[ids.length + i] = row < 0 ? -1 : row + images.size() * queries;
        }
        List<PreparedImage> bothImages = new ArrayList<>(images);
        bothImages.addAll(next.images);
        return new TokenSequence(bothIds, bothRows, bothImages, stem);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence that
                && hash == that.hash
                && Arrays.equals(ids, that.ids)
                && sameImages(that);
    }

    private boolean sameImages(TokenSequence that) {
        if (images.size() != that.images.size()) {
            return false;
        }
        for (int i = 0; i < images.size(); i++) {
            if (!images.get(i).digest().equals(that.images.get(i).digest())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "TokenSequence[" + ids.length + " tokens, " + images.size() + " images]";
    }
}
