package io.percept.contract.wire;

import io.percept.contract.Decoding;
import io.percept.contract.Decoding.Strategy;
import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.OptionalLong;

/** Reads how text is to be generated. Options that contradict each other are refused, not passed over. */
final class DecodingReader {

    private static final double USUAL_LENGTH_PENALTY = 1;

    private DecodingReader() {}

    static Decoding read(io.percept.contract.v1.Decoding decoding) {
        return new Decoding(
                strategy(decoding), decoding.getNoRepeatNgram(), decoding.getMinTokens(), decoding.getStopList());
    }

    private static Strategy strategy(io.percept.contract.v1.Decoding decoding) {
        boolean beams = decoding.getBeams() != 0;
        boolean drawn = decoding.getTemperature() != 0;
        if (beams && drawn) {
            throw invalid("beams and temperature exclude each other: give one of them.");
        }
        if (!beams && decoding.hasLengthPenalty()) {
            throw invalid("length_penalty is for beams: give beams as well.");
        }
        if (!drawn && (decoding.getTopP() != 0 || decoding.hasSeed())) {
            throw invalid("top_p and seed are for draws: give a temperature as well.");
        }
        if (beams) {
            return new Decoding.Beam(
                    decoding.getBeams(),
                    decoding.hasLengthPenalty() ? decoding.getLengthPenalty() : USUAL_LENGTH_PENALTY);
        }
        if (drawn) {
            return new Decoding.Sampling(
                    decoding.getTemperature(),
                    decoding.getTopP() == 0 ? 1 : decoding.getTopP(),
                    decoding.hasSeed() ? OptionalLong.of(decoding.getSeed()) : OptionalLong.empty());
        }
        return new Decoding.Greedy();
    }

    private static PerceptException invalid(String message) {
        return new PerceptException(ErrorCode.INVALID_TASK, "decoding: " + message);
    }
}
