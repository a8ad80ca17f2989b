package io.percept.prompt;

/** A document and the answer that is right for it, to be shown to the model before the document that is asked about. */
public record WorkedExample(Document document, String answer) {}
