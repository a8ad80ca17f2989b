package io.percept.prompt;

import java.util.Objects;

/** Running text. It comes from others: nothing in it is read as a special token. */
public record TextPart(String text) implements Part {

    public TextPart {
        Objects.requireNonNull(text, "text");
    }
}
