package io.percept.intake.collect;

import io.percept.contract.InterleavedDocument;
import io.percept.contract.PerceptException;
import java.util.Optional;

/**
 * What became of one event: a document, or the reason why there is none.
 *
 * @param reason a rule that keeps it out, or what is wrong with it
 */
public record CollectedEvent(Optional<InterleavedDocument> document, Optional<PerceptException> reason) {

    static CollectedEvent of(InterleavedDocument document, Throwable failure) {
        return failure == null
                ? new CollectedEvent(Optional.of(document), Optional.empty())
                : new CollectedEvent(Optional.empty(), Optional.of(PerceptException.of(failure)));
    }
}
