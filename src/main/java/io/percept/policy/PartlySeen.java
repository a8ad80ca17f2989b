package io.percept.policy;

/** What becomes of a document that the labels let pass, where images of it were not looked at, or text of it cannot be read. */
public enum PartlySeen {
    /** It is allowed, and the decision says what was not looked at. */
    ALLOW,
    /** A person is asked. */
    REVIEW
}
