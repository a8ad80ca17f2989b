package io.percept.faults;

import java.io.IOException;

/** Ends a process when the one that started it is gone: the pipe that is our standard input then ends. */
final class Parent {

    private Parent() {}

    static void follow() {
        Thread.ofPlatform().name("parent").daemon().start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever said.
                }
            } catch (IOException e) {
                // The end as well.
            }
            Runtime.getRuntime().halt(3);
        });
    }
}
