package io.percept.policy;

import io.percept.contract.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Names what a policy is made of: SHA-256 over its file and the images beside it, in the file's order. For one thread. */
final class PolicyDigest {

    private static final int SHOWN = 8;

    private final MessageDigest digest = Sha256.digest();

    void add(byte[] bytes) {
        digest.update(bytes);
    }

    /** The first digits in hexadecimal; ends the digest. */
    String shortHex() {
        return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN);
    }
}
