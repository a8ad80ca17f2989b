package io.percept.contract;

import java.util.List;
import java.util.Objects;

/** A worked example: what is seen, and the answer to the task's question. */
public record Example(List<Segment> segments, String answer) {

    public Example {
        segments = List.copyOf(segments);
        Objects.requireNonNull(answer, "answer");
    }
}
