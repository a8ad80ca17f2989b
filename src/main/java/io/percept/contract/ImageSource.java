package io.percept.contract;

import java.util.Arrays;
import java.util.Objects;

/** Where an image comes from. */
public sealed interface ImageSource {

    /** The encoded image itself. The array is not copied and must not be changed. */
    record Content(byte[] bytes) implements ImageSource {
        public Content {
            Objects.requireNonNull(bytes, "bytes");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Content[" + bytes.length + " bytes]";
        }
    }

    /** An http or https address, or a data URL. */
    record Address(String url) implements ImageSource {
        public Address {
            Objects.requireNonNull(url, "url");
        }
    }
}
