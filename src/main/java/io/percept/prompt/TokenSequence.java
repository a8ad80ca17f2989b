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

    public static final TokenSequence EMPTY = new TokenSequence(new int[0], new int[0], List.of());

    private final int[] ids;
    private final int[] imageRows;
    private final List<PreparedImage> images;
    private final int hash;

    /**
     * @param ids token ids, placeholders where an image stands
     * @param imageRows per id −1, or the row of the images' embeddings, one after another, that stands in its place
     * @param images the images in order of their rows
     */
    public TokenSequence(int[] ids, int[] imageRows, List<PreparedImage> images) {
        if (ids.length != imageRows.length) {
            throw new IllegalArgumentException(ids.length + " ids, but " + imageRows.length + " image rows");
        }
        this.ids = ids;
        this.imageRows = imageRows;
        this.images = List.copyOf(images);
        int content = Arrays.hashCode(ids);
        for (PreparedImage image : this.images) {
            content = 31 * content + image.digest().hashCode();
        }
        this.hash = content;
    }

    public int length() {
        return ids.length;
    }

    public int[] ids() {
        return ids;
    }

    public int[] imageRows() {
        return imageRows;
    }

    public List<PreparedImage> images() {
        return images;
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
        return new TokenSequence(bothIds, bothRows, bothImages);
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
