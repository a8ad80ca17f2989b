package io.percept.web.access;

/** Whether what is configured makes up a mode. */
final class AccessChecks {

    private AccessChecks() {}

    /** @throws AccessRefused with what to change */
    static void check(AccessMode mode, ApiKeys keys, boolean issuer) {
        if (mode == AccessMode.OPEN && (!keys.isEmpty() || issuer)) {
            throw new AccessRefused(
                    "percept.access.mode is open, though %s configured: set it to %s, or everybody would be let in."
                            .formatted(
                                    issuer ? "spring.security.oauth2.resourceserver.jwt is" : "keys are",
                                    issuer ? "jwt" : "keys"));
        }
        if (mode == AccessMode.KEYS && keys.isEmpty()) {
            throw new AccessRefused(
                    "percept.access.mode is keys, and there are none: 'percept access key --role enrich' makes one and prints what to put into percept.access.keys.");
        }
        if (mode == AccessMode.KEYS && issuer) {
            throw new AccessRefused(
                    "percept.access.mode is keys, though spring.security.oauth2.resourceserver.jwt is configured: set it to jwt, which takes keys too; a file that 'percept access key' printed says 'mode: keys', and outranks the file that imports it: take that line out of it.");
        }
        if (mode == AccessMode.JWT && !issuer) {
            throw new AccessRefused(
                    "percept.access.mode is jwt, and no issuer is named: set spring.security.oauth2.resourceserver.jwt.issuer-uri or .jwk-set-uri.");
        }
    }
}
