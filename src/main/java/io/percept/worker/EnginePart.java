package io.percept.worker;

/** What makes the calls of an engine. */
enum EnginePart {
    ENCODER("encoder"),
    DECODER("decoder");

    private final String label;

    EnginePart(String label) {
        this.label = label;
    }

    /** As messages and meters name it. */
    String label() {
        return label;
    }
}
