package io.percept.web.access;

import io.percept.web.access.AccessProperties.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The configured keys. Immutable and thread-safe. */
final class ApiKeys {

    private final List<Key> keys;

    /** @throws AccessRefused where a digest is none, or a name or digest is there twice */
    ApiKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
        Set<String> names = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (Key key : keys) {
            if (!ApiKey.isDigest(key.digest())) {
                throw new AccessRefused(
                        "percept.access.keys: the digest of '%s' is not sha256: and 64 hexadecimal digits in lower case. The digest and not the key belongs here: 'percept access key' prints both."
                                .formatted(key.name()));
            }
            if (!names.add(key.name()) || !digests.add(key.digest())) {
                throw new AccessRefused(
                        "percept.access.keys: '%s' has a name or digest that another key has too. Give each holder a name and a key of its own."
                                .formatted(key.name()));
            }
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Which key was presented, in a time that tells nothing about the digests. */
    Optional<Key> find(String presented) {
        if (!ApiKey.isOne(presented)) {
            return Optional.empty();
        }
        byte[] digest = ApiKey.digest(presented).getBytes(StandardCharsets.US_ASCII);
        Key found = null;
        for (Key key : keys) {
            // Every one is compared, whichever fits.
            if (MessageDigest.isEqual(digest, key.digest().getBytes(StandardCharsets.US_ASCII))) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }
}
