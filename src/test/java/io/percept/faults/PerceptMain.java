package io.percept.faults;

import io.percept.Percept;
import java.nio.file.Path;

/** Percept as it ships, which ends when the suite does, and writes what it takes of its machine where that is asked for. */
final class PerceptMain {

    private PerceptMain() {}

    public static void main(String[] arguments) {
        Parent.follow();
        String samples = System.getProperty(RuntimeSampler.PROPERTY, "");
        if (!samples.isEmpty()) {
            new RuntimeSampler(Path.of(samples)).start();
        }
        Percept.main(arguments);
    }
}
