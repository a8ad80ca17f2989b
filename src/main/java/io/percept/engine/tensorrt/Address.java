package io.percept.engine.tensorrt;

import org.bytedeco.javacpp.Pointer;

/** A pointer that is set to an address again and again, so that calls make no garbage. For one thread at a time. */
final class Address extends Pointer {

    Address() {
        super((Pointer) null);
    }

    Address at(long value) {
        address = value;
        return this;
    }
}
