package io.percept.faults;

import io.percept.Percept;

/** Percept as it ships, which ends when the suite does. */
final class PerceptMain {

    private PerceptMain() {}

    public static void main(String[] arguments) {
        Parent.follow();
        Percept.main(arguments);
    }
}
