package io.percept.web.access;

/** How callers of the HTTP API show who they are. */
public enum AccessMode {
    /** Not at all: whoever reaches the port may do everything, but for the pages of other sites. */
    OPEN,
    /** By an API key. */
    KEYS,
    /** By a JWT of an issuer that is trusted, or by an API key where some are configured. */
    JWT
}
