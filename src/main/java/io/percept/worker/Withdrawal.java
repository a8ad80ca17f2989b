package io.percept.worker;

import io.percept.contract.PerceptException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes back plans that were submitted with it, and those that are going to be: all fail with the reason, and what they hold
 * is free within a step. For work that nobody waits for any more. Thread-safe.
 */
public final class Withdrawal {

    private final CompletableFuture<PerceptException> reason = new CompletableFuture<>();

    /** Only the first call counts. */
    public void withdraw(PerceptException why) {
        reason.complete(why);
    }

    /** @throws PerceptException the reason, where it has happened already: what is going to be submitted need not be made */
    public void check() {
        PerceptException why = reason.getNow(null);
        if (why != null) {
            throw why;
        }
    }

    /** At once where it has happened already. */
    void onWithdrawal(Consumer<PerceptException> action) {
        reason.thenAccept(action);
    }
}
