package io.percept.cli.evaluation;

/**
 * The score of a moderation label beside the truth.
 *
 * @param paired whether the case has a confounder for the label: the same text with another image, or the same image with another
 *     text, and another truth
 */
record ScoredLabel(double score, boolean truth, boolean paired) {}
