package io.percept.prompt;

/** One piece of a document. */
public sealed interface Part permits TextPart, PicturePart {}
