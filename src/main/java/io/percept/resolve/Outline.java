package io.percept.resolve;

import io.percept.contract.Segment;
import io.percept.resolve.page.PageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The texts and images of an event in order, before any image is fetched. What belongs to one page stays together.
 * Alternative texts follow their image as text; names of files do not count as such. Not thread-safe.
 */
final class Outline {

    /**
     * @param page whether the segments come from a web page
     * @param segments texts and images only
     */
    record Group(boolean page, List<Segment> segments) {

        int images() {
            return (int)
                    segments.stream().filter(Segment.Image.class::isInstance).count();
        }
    }

    private final PageReader pages;
    private final List<Group> groups = new ArrayList<>();

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
        List<Segment> flat = new ArrayList<>();
        switch (segment) {
            case Segment.Text text -> addText(flat, text.text());
            case Segment.Image image -> addImage(flat, image);
            case Segment.ChatTurn turn -> addTurn(flat, turn);
            case Segment.Page page -> pages.read(page).forEach(part -> {
                if (part instanceof Segment.Image image) {
                    addImage(flat, image);
                } else {
                    flat.add(part);
                }
            });
        }
        groups.add(new Group(segment instanceof Segment.Page, flat));
    }

    /** A turn is a line, "speaker: text"; where an image stands in it, the line is broken around the image. */
    private static void addTurn(List<Segment> flat, Segment.ChatTurn turn) {
        StringBuilder line =
                new StringBuilder(turn.speaker().isBlank() ? "" : turn.speaker().strip() + ":");
        for (Segment segment : turn.segments()) {
            if (segment instanceof Segment.Text text) {
                line.append(line.isEmpty() ? "" : " ").append(text.text().strip());
            } else if (segment instanceof Segment.Image image) {
                addText(flat, line.toString());
                line.setLength(0);
                addImage(flat, image);
            }
        }
        addText(flat, line.toString());
    }

    private static void addImage(List<Segment> flat, Segment.Image image) {
        flat.add(image);
        String alt = image.alt().strip();
        if (!alt.toLowerCase(Locale.ROOT).matches("\\S*\\.(jpe?g|png|gif|webp|bmp)|image|photo|picture")) {
            addText(flat, alt);
        }
    }

    private static void addText(List<Segment> flat, String text) {
        if (!text.isBlank()) {
            flat.add(new Segment.Text(text.strip()));
        }
    }
}
