package io.percept.cli.bench;

import io.percept.prompt.CandidateScores;
import io.percept.prompt.Generation;
import io.percept.prompt.TokenOutcome;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Whether another consumer says what the worker says: the same tokens, and log-probabilities within {@value #TOLERANCE}. Where
 * the pixels are the same all of it must agree; a JPEG at reduced scale is decoded by other arithmetic, and a share of texts differs.
 */
final class Agreement {

    static final double TOLERANCE = 1e-2;

    private long outcomes;
    private long equal;

    /** @param said one array per outcome: token ids, or log-probabilities */
    void add(List<TokenOutcome> expected, JsonNode said) {
        for (int i = 0; i < expected.size(); i++) {
            outcomes++;
            equal += agrees(expected.get(i), said.path(i)) ? 1 : 0;
        }
    }

    private static boolean agrees(TokenOutcome expected, JsonNode said) {
        return switch (expected) {
            case Generation text -> {
                boolean same = said.size() == text.ids().length;
                for (int i = 0; same && i < text.ids().length; i++) {
                    same = said.path(i).asInt() == text.ids()[i];
                }
                yield same;
            }
            case CandidateScores scores -> {
                boolean same = said.size() == scores.logProbabilities().length;
                for (int i = 0; same && i < said.size(); i++) {
                    same = Math.abs(said.path(i).asDouble() - scores.logProbabilities()[i]) <= TOLERANCE;
                }
                yield same;
            }
        };
    }

    long outcomes() {
        return outcomes;
    }

    /** 1 where all agree. */
    double share() {
        return outcomes == 0 ? 1 : (double) equal / outcomes;
    }
}
