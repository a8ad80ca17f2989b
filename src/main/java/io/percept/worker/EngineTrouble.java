package io.percept.worker;

/**
 * Why an engine is taken out.
 *
 * @param part what is at fault
 * @param message the rest of a sentence that begins with the engine
 */
record EngineTrouble(Kind kind, EnginePart part, String message) {

    enum Kind {
        HANG("hang"),
        FAILURE("failure");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As meters name it. */
        String label() {
            return label;
        }
    }

    boolean isHang() {
        return kind == Kind.HANG;
    }

    static EngineTrouble hang(EnginePart part, String howLong) {
        return new EngineTrouble(
                Kind.HANG, part, "a call of the %s has not come back for %s".formatted(part.label(), howLong));
    }

    static EngineTrouble failure(EnginePart part, Throwable cause) {
        return new EngineTrouble(
                Kind.FAILURE, part, "the %s fails on what it could do before: %s".formatted(part.label(), cause));
    }
}
