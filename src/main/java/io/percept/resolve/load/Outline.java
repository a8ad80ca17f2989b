package io.percept.resolve.load;

import io.percept.contract.Segment;
import io.percept.resolve.load.Piece.Turn;
import io.percept.resolve.page.PageContent;
import io.percept.resolve.page.PageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts and images of an event in order, before any image is fetched. What belongs to one page stays together. Not
 * thread-safe.
 */
final class Outline {

    /** The place of a piece. */
    sealed interface Slot {

        /** A text, which is there already. */
        record Known(Piece.Text text) implements Slot {}

        /** An image that is not loaded yet. */
        record Wanted(Segment.Image image, Optional<Turn> turn) implements Slot {}
    }

    /**
     * What is to become the pieces of one segment.
     *
     * @param page the page that they are of
     */
    record Group(Optional<Page> page, List<Slot> slots) {

        int images() {
            return (int) slots.stream().filter(Slot.Wanted.class::isInstance).count();
        }
    }

    /** A page of an event, and what was read of it. */
    record Page(String url, PageContent content) {}

    private final PageReader pages;
    private final List<Group> groups = new ArrayList<>();
    private int turns;
    private int listed;

    Outline(PageReader pages) {
        this.pages = pages;
    }

    List<Group> groups() {
        return groups;
    }

    int images() {
        return groups.stream().mapToInt(Group::images).sum();
    }

    void add(Segment segment) {
        List<Slot> slots = new ArrayList<>();
        Optional<Page> page = Optional.empty();
        switch (segment) {
            case Segment.Text text -> add(slots, text, Optional.empty());
            case Segment.Image image -> add(slots, image, Optional.empty());
            case Segment.ChatTurn turn -> {
                Turn said = new Turn(turns++, turn.speaker().strip(), turn.time());
                if (turn.segments().isEmpty()) {
                    slots.add(known("", Optional.of(said)));
                }
                turn.segments().forEach(part -> add(slots, part, Optional.of(said)));
            }
            case Segment.Page read -> {
                PageContent content = pages.read(read).listing(PageContent.MOST_SKIPPED - listed);
                listed += content.skipped().size();
                content.segments().forEach(part -> add(slots, part, Optional.empty()));
                page = Optional.of(new Page(read.url(), content));
            }
        }
        groups.add(new Group(page, slots));
    }

    private static void add(List<Slot> slots, Segment part, Optional<Turn> turn) {
        switch (part) {
            case Segment.Image image -> slots.add(new Slot.Wanted(image, turn));
            case Segment.Text text -> {
                if (!text.text().isBlank() || turn.isPresent()) {
                    slots.add(known(text.text().strip(), turn));
                }
            }
            default -> throw new IllegalStateException("pages and turns hold texts and images only");
        }
    }

    private static Slot known(String text, Optional<Turn> turn) {
        return new Slot.Known(new Piece.Text(text, turn));
    }
}
