package io.percept.prompt;

/** What the model worker makes of a plan. */
public sealed interface TokenOutcome permits Generation, CandidateScores {}
