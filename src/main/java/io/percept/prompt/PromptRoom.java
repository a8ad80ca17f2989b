package io.percept.prompt;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;

/**
 * Puts examples and a document together, and sees to it that the whole fits. Thread-safe.
 *
 * <p>Only the document's text is ever cut: a shortened question or example would be another task.
 */
final class PromptRoom {

    private final Bundle bundle;
    private final TextEncoder encoder;
    private final DocumentFitter fitter;

    PromptRoom(Bundle bundle, TextEncoder encoder) {
        this.bundle = bundle;
        this.encoder = encoder;
        this.fitter = new DocumentFitter(encoder, bundle.image().queries());
    }

    /** A prefix, and the number of tokens that the document lost to fit. */
    record Prefix(TokenSequence tokens, int droppedTokens) {}

    /**
     * The beginning of a sequence, then each example with the text that ends it, then the document.
     *
     * @param exampleText what follows an example's document
     * @param reserved tokens that must stay free for the question and the answer
     * @throws PerceptException {@link ErrorCode#TOO_LONG} where examples and images leave no room for it
     */
    Prefix prefix(TaskInputs inputs, ExampleText exampleText, int reserved) {
        SequenceBuilder builder = examples(inputs, exampleText);
        boolean examples = builder.length() > 1;
        int used = builder.length() + reserved;
        DocumentFitter.Fitted fitted =
                fitter.fit(inputs.document(), bundle.decoder().maxPositions() - used);
        if (!examples) {
            append(builder, fitted.document());
            return new Prefix(builder.build(), fitted.droppedTokens());
        }
        SequenceBuilder document = newSequence();
        append(document, fitted.document());
        TokenSequence whole =
                builder.build().asStem().then(document.build(), bundle.image().queries());
        return new Prefix(whole, fitted.droppedTokens());
    }

    /**
     * Tokens that a document may have, so that {@link #prefix} leaves nothing of it out; negative where there is no room.
     *
     * @throws PerceptException {@link ErrorCode#TOO_LONG} where the examples alone are too long
     */
    int free(TaskInputs inputs, ExampleText exampleText, int reserved) {
        return bundle.decoder().maxPositions() - examples(inputs, exampleText).length() - reserved;
    }

    DocumentFitter fitter() {
        return fitter;
    }

    private SequenceBuilder examples(TaskInputs inputs, ExampleText exampleText) {
        SequenceBuilder builder = newSequence().token(bundle.specialTokens().bos());
        for (WorkedExample example : inputs.examples()) {
            exampleText.of(example).ifPresent(text -> {
                append(builder, example.document());
                builder.tokens(encoder.prompt(text));
                requireRoom(builder);
            });
        }
        return builder;
    }

    /** Tokens that are left after a prefix and a prompt. */
    int left(TokenSequence prefix, TokenSequence prompt) {
        return bundle.decoder().maxPositions() - prefix.length() - prompt.length();
    }

    /** The longest beginning of a text that has at most so many tokens. */
    String cut(String text, int tokens) {
        return encoder.length(text) <= tokens ? text : fitter.cut(text, tokens);
    }

    /** The longest end of whole words of a text that has at most so many tokens. It tries each word, so the text is to be short. */
    String cutInFront(String text, int tokens) {
        String end = text;
        while (encoder.length(end) > tokens) {
            int gap = end.indexOf(' ');
            end = gap < 0 ? "" : end.substring(gap + 1);
        }
        return end;
    }

    /** Tokens of a text that comes from others. */
    int length(String text) {
        return encoder.length(text);
    }

    TokenSequence tokens(String prompt) {
        return newSequence().tokens(encoder.prompt(prompt)).build();
    }

    SequenceBuilder newSequence() {
        return new SequenceBuilder(bundle.specialTokens(), bundle.image().queries());
    }

    /** After each part, so that no more is encoded of examples than fits. What documents are shortened to fits. */
    private void requireRoom(SequenceBuilder builder) {
        int most = bundle.decoder().maxPositions();
        if (builder.length() > most) {
            throw new PerceptException(
                    ErrorCode.TOO_LONG,
                    "The examples take more than the %d tokens of the context of the model, and leave no room for a document: send fewer or shorter examples."
                            .formatted(most));
        }
    }

    private void append(SequenceBuilder builder, Document document) {
        for (Part part : document.parts()) {
            switch (part) {
                case TextPart text -> builder.tokens(encoder.plain(text.line()));
                case PicturePart picture -> picture.images().forEach(builder::image);
            }
            requireRoom(builder);
        }
    }
}
