package io.percept.prompt;

import io.percept.contract.BoundingBox;
import java.util.Optional;

/**
 * Boxes as pairs of cells of a square grid, numbered in row order from the upper left. Not every box survives the way
 * there and back: the grid has the precision that it has.
 *
 * @param side cells per side
 */
public record LocationGrid(int side) {

    /** The cells of the upper left and the lower right corner. */
    public int[] encode(BoundingBox box) {
        int left = cell(Math.floor(side * box.x1()), 0);
        int top = cell(Math.floor(side * box.y1()), 0);
        int right = cell(Math.ceil(side * box.x2() - 1), left);
        int bottom = cell(Math.ceil(side * box.y2() - 1), top);
        return new int[] {top * side + left, bottom * side + right};
    }

    /**
     * The box between two corner cells: from centre to centre, or to the outer edges where both are in one cell, row or
     * column, since the box would be empty otherwise.
     *
     * @return empty where the second corner is left of the first or above it
     */
    public Optional<BoundingBox> decode(int first, int second) {
        int left = first % side;
        int top = first / side;
        int right = second % side;
        int bottom = second / side;
        if (right < left || bottom < top) {
            return Optional.empty();
        }
        double step = 1.0 / side;
        boolean line = left == right || top == bottom;
        return Optional.of(
                line
                        ? new BoundingBox(left * step, top * step, (right + 1) * step, (bottom + 1) * step)
                        : new BoundingBox(
                                (left + 0.5) * step, (top + 0.5) * step, (right + 0.5) * step, (bottom + 0.5) * step));
    }

    private int cell(double position, int least) {
        return Math.min(side - 1, Math.max(least, (int) position));
    }
}
