package io.percept.contract.wire;

import io.percept.contract.DocumentRecord;
import io.percept.contract.DocumentUse;
import io.percept.contract.ImageContext;
import io.percept.contract.SkippedImage;
import io.percept.contract.v1.AnimationUse;
import io.percept.contract.v1.FilterCount;
import io.percept.contract.v1.Frame;
import io.percept.contract.v1.Place;
import io.percept.contract.v1.SeenIn;
import io.percept.contract.v1.Window;

/** Turns what is said of documents into protobuf. */
final class DocumentWriter {

    private DocumentWriter() {}

    static io.percept.contract.v1.DocumentRecord record(DocumentRecord record) {
        var message = io.percept.contract.v1.DocumentRecord.newBuilder()
                .setTexts(record.texts())
                .setImages(record.images());
        for (SkippedImage image : record.skipped()) {
            message.addSkipped(io.percept.contract.v1.SkippedImage.newBuilder()
                    .setReason(image.reason().code())
                    .setAddress(image.address())
                    .setAlt(image.alt())
                    .setDetail(image.detail()));
        }
        record.filtered()
                .forEach((filter, count) -> message.addFiltered(
                        FilterCount.newBuilder().setFilter(filter).setCount(count)));
        return message.build();
    }

    static io.percept.contract.v1.ImageContext context(ImageContext context) {
        return io.percept.contract.v1.ImageContext.newBuilder()
                .setHeading(context.heading())
                .setCaption(context.caption())
                .setRole(context.role())
                .setTarget(context.target())
                .setBeside(context.beside())
                .setNamed(context.named())
                .setAltMissing(context.altMissing())
                .setAltEmpty(context.altEmpty())
                .setRepeats(context.repeats())
                .build();
    }

    static io.percept.contract.v1.DocumentUse use(DocumentUse use) {
        var message = io.percept.contract.v1.DocumentUse.newBuilder().setDroppedTokens(use.droppedTokens());
        for (DocumentUse.Window window : use.windows()) {
            message.addWindows(Window.newBuilder()
                    .setFrom(place(window.from()))
                    .setTo(place(window.to()))
                    .setTokens(window.tokens())
                    .setLookedAt(window.lookedAt())
                    .setBegins(window.begins()));
        }
        for (DocumentUse.AnimationUse animation : use.animations()) {
            var one = AnimationUse.newBuilder()
                    .setImage(animation.image())
                    .setFrames(animation.frames())
                    .setDurationMs(millis(animation.durationMillis()));
            animation.lookedAt().forEach(frame -> one.addLookedAt(frame(frame)));
            message.addAnimations(one);
        }
        return message.build();
    }

    static SeenIn seenIn(DocumentUse.SeenIn seenIn) {
        var message = SeenIn.newBuilder().setWindow(seenIn.window());
        seenIn.animation()
                .ifPresent(animation -> message.setImage(animation.image()).setFrame(frame(animation.frame())));
        return message.build();
    }

    private static Place place(DocumentUse.Place place) {
        return Place.newBuilder()
                .setPiece(place.piece())
                .setCharacter(place.character())
                .setFrame(place.frame())
                .build();
    }

    static Frame frame(DocumentUse.Frame frame) {
        return Frame.newBuilder()
                .setIndex(frame.index())
                .setAtMs(millis(frame.atMillis()))
                .build();
    }

    private static int millis(long millis) {
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
