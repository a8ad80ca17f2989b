package io.percept.worker;

/**
 * Why an engine is taken out.
 *
 * @param kind as meters name it: {@code hang} or {@code failure}
 * @param call what is at fault, {@code encoder} or {@code decoder}
 * @param message the rest of a sentence that begins with the engine
 */
record EngineTrouble(String kind, String call, String message) {

    boolean isHang() {
        return kind.equals("hang");
    }

    static EngineTrouble hang(String call, String howLong) {
        return new EngineTrouble("hang", call, "a call of the %s has not come back for %s".formatted(call, howLong));
    }

    static EngineTrouble failure(String call, Throwable cause) {
        return new EngineTrouble("failure", call, "the %s fails on what it could do before: %s".formatted(call, cause));
    }
}
