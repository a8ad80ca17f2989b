package io.percept.intake.enrichment;

import io.percept.contract.ImageContext;
import io.percept.prompt.AnimationPart;
import io.percept.prompt.Document;
import io.percept.prompt.ImageNotes;
import io.percept.prompt.ImagePart;
import io.percept.prompt.Part;
import io.percept.prompt.PicturePart;
import io.percept.prompt.TextPart;
import io.percept.vision.PreparedImage;

/** Adds what a document shows to a key: its texts, and its images by their content. For one thread. */
final class DocumentKey {

    private final KeyDigest digest;
    private final boolean withAddresses;

    /**
     * @param withAddresses whether outcomes name where images are from. Else an image counts as the same wherever it was fetched
     */
    DocumentKey(KeyDigest digest, boolean withAddresses) {
        this.digest = digest;
        this.withAddresses = withAddresses;
    }

    void add(Document document) {
        digest.each(document.parts(), this::add);
        if (withAddresses) {
            digest.each(document.record().skipped(), image -> digest.add(
                            image.reason().code())
                    .add(image.address())
                    .add(image.alt())
                    .add(image.detail()));
        }
    }

    void add(PreparedImage image) {
        digest.add(image.digest().hex());
    }

    private void add(Part part) {
        switch (part) {
            case TextPart text -> digest.add("text").add(text.text());
            case ImagePart image -> {
                digest.add("image");
                add((PicturePart) image);
            }
            case AnimationPart animation -> {
                digest.add("animation").add(animation.frames().representative());
                add((PicturePart) animation);
            }
        }
    }

    private void add(PicturePart picture) {
        digest.each(picture.images(), this::add);
        ImageNotes notes = picture.notes();
        digest.add(withAddresses ? notes.address() : "").add(notes.alt());
        add(notes.context());
    }

    private void add(ImageContext context) {
        digest.add(context.heading())
                .add(context.caption())
                .add(context.role())
                .add(context.target())
                .add(context.beside())
                .add(context.named())
                .add(context.altMissing())
                .add(context.altEmpty())
                .add(context.repeats());
    }
}
