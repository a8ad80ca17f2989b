package io.percept.engine;

/**
 * Prompt templates, one per task: text that follows the document. Placeholders are in braces; special tokens stand
 * literally.
 *
 * @param chooseImageBefore text between the document and a candidate image
 * @param chooseImageAfter text between a candidate image and the verdict
 * @param example a worked example's question and answer, after the example's document
 */
public record BundlePrompts(
        String caption,
        String describe,
        String groundedCaption,
        String ground,
        String refer,
        String answer,
        String rationale,
        String moderate,
        String choose,
        String chooseImageBefore,
        String chooseImageAfter,
        String example) {}
