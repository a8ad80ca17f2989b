package io.percept.intake;

import io.percept.engine.BundleException;
import io.percept.engine.EngineUnavailable;
import io.percept.policy.PolicyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A start that stops for a reason that a person can mend says the reason, and not where in the code it was found. */
public final class RefusalAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IntakeRefused
                    || cause instanceof EngineUnavailable
                    || cause instanceof BundleException
                    || cause instanceof PolicyException) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
        }
        return null;
    }
}
