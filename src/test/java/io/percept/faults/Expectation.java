package io.percept.faults;

import java.util.Set;

/**
 * How an event must end.
 *
 * @param codes of the dead letters that are right for it; empty: it must have a result
 */
record Expectation(Set<String> codes) {

    static final Expectation RESULT = new Expectation(Set.of());

    Expectation {
        codes = Set.copyOf(codes);
    }

    static Expectation deadLetter(String... codes) {
        return new Expectation(Set.of(codes));
    }

    boolean admits(Terminal terminal) {
        return terminal.isResult() ? codes.isEmpty() : codes.contains(terminal.errorCode());
    }
}
