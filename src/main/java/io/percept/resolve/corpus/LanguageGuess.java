package io.percept.resolve.corpus;

import java.util.Optional;

/** Tells the language of a text. Thread-safe. */
@FunctionalInterface
public interface LanguageGuess {

    /** @return its ISO 639-1 code; empty where the text is too short or too mixed to tell */
    Optional<String> of(String text);
}
