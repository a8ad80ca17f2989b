package io.percept.web.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the configuration of access does not start, without a stack trace. */
final class AccessRefusedAnalyzer extends AbstractFailureAnalyzer<AccessRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, AccessRefused cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
