package io.percept.faults;

import java.util.Locale;

/** The two promises that Percept makes about repetitions. */
enum Delivery {
    /** An event may end again after its work was cut off. */
    AT_LEAST_ONCE,
    /** A reader of committed records sees each ending once. */
    EXACTLY_ONCE;

    /** As the configuration and the reports write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
