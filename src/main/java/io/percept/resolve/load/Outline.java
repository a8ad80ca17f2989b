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

    /**
     * The pieces of one segment.
     *
     * @param page the page that they are of
     * @param pieces texts and images that are wanted
     */
    record Group(Optional<Page> page, List<Piece> pieces) {

        int images() {
            return (int) pieces.stream().filter(Piece.Wanted.class::isInstance).count();
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
        List<Piece> pieces = new ArrayList<>();
        Optional<Page> page = Optional.empty();
        switch (segment) {
            case Segment.Text text -> add(pieces, text, Optional.empty());
            case Segment.Image image -> add(pieces, image, Optional.empty());
            case Segment.ChatTurn turn -> {
                Turn said = new Turn(turns++, turn.speaker().strip(), turn.time());
                if (turn.segments().isEmpty()) {
                    pieces.add(new Piece.Text("", Optional.of(said)));
                }
                turn.segments().forEach(part -> add(pieces, part, Optional.of(said)));
            }
            case Segment.Page read -> {
                PageContent content = pages.read(read).listing(PageContent.MOST_SKIPPED - listed);
                listed += content.skipped().size();
                content.segments().forEach(part -> add(pieces, part, Optional.empty()));
                page = Optional.of(new Page(read.url(), content));
            }
        }
        groups.add(new Group(page, pieces));
    }

    private static void add(List<Piece> pieces, Segment part, Optional<Turn> turn) {
        switch (part) {
            case Segment.Image image -> pieces.add(new Piece.Wanted(image, turn));
            case Segment.Text text -> {
                if (!text.text().isBlank() || turn.isPresent()) {
                    pieces.add(new Piece.Text(text.text().strip(), turn));
                }
            }
            default -> throw new IllegalStateException("pages and turns hold texts and images only");
        }
    }
}
