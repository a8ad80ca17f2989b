package io.percept.prompt;

/**
 * Generated tokens.
 *
 * @param ids without the end of the sequence
 * @param complete whether the model ended the sequence itself, before the limit
 */
public record Generation(int[] ids, boolean complete) implements TokenOutcome {}
