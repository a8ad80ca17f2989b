package io.percept.faults;

import java.util.Locale;

/** The two promises that Percept makes about repetitions. */
enum Delivery {
    AT_LEAST_ONCE;

    /** As the configuration and the reports write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
