package io.percept.fuzz;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.Set;

/** Runs work that may refuse its input, but only with codes that say so. */
public final class Refusals {

    private Refusals() {}

    /** @throws AssertionError where the work fails with another code; what is no refusal at all goes through */
    public static void allow(Set<ErrorCode> codes, Runnable work) {
        try {
            work.run();
        } catch (PerceptException refused) {
            if (!codes.contains(refused.code()) || refused.getMessage().isBlank()) {
                throw new AssertionError("refused with " + refused.code(), refused);
            }
        }
    }
}
