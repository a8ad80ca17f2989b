package io.percept.contract;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How the text of a task is generated.
 *
 * @param strategy how the next token is chosen
 * @param noRepeatNgram length of the sequences of text tokens that are generated at most once; 0: none
 * @param minTokens the model does not end the text before it has so many tokens; a stop string does
 * @param stop the text ends before the first of these
 */
public record Decoding(Strategy strategy, int noRepeatNgram, int minTokens, List<String> stop) {

    /** The likeliest token, again and again, until the model ends the text. */
    public static final Decoding GREEDY = new Decoding(new Greedy(), 0, 0, List.of());

    public static final int WIDEST_BEAM = 5;
    public static final int MOST_STOP_STRINGS = 8;

    /** @throws PerceptException with {@link ErrorCode#INVALID_TASK} where a value is out of its range */
    public Decoding {
        Objects.requireNonNull(strategy, "strategy");
        stop = List.copyOf(stop);
        if (noRepeatNgram < 0 || minTokens < 0) {
            throw invalid("no_repeat_ngram and min_tokens must not be negative: leave them out or give a number.");
        }
        if (stop.size() > MOST_STOP_STRINGS || stop.contains("")) {
            throw invalid("stop takes at most %d strings, none of them empty.".formatted(MOST_STOP_STRINGS));
        }
    }

    /** How the next token is chosen. */
    public sealed interface Strategy {}

    /** The likeliest token. */
    public record Greedy() implements Strategy {}

    /**
     * Beam search.
     *
     * @param width hypotheses that are followed at a time, 1 to {@value #WIDEST_BEAM}
     * @param lengthPenalty exponent of the length by which the sum of log-probabilities is divided: above 0 favours long
     *     texts, 0 is none
     */
    public record Beam(int width, double lengthPenalty) implements Strategy {
        public Beam {
            if (width < 1 || width > WIDEST_BEAM) {
                throw invalid("beams must be 1 to %d, was %d.".formatted(WIDEST_BEAM, width));
            }
            if (!(Math.abs(lengthPenalty) <= 10)) {
                throw invalid("length_penalty must be within -10 and 10, was " + lengthPenalty + ".");
            }
        }
    }

    /**
     * Tokens are drawn by their probability.
     *
     * @param temperature divides the logits; above 0
     * @param topP only the likeliest tokens that have this probability together are drawn from; above 0, at most 1
     * @param seed of the draws; where there is none, the event and the task give one
     */
    public record Sampling(double temperature, double topP, OptionalLong seed) implements Strategy {
        public Sampling {
            Objects.requireNonNull(seed, "seed");
            if (!(temperature > 0 && temperature <= 100)) {
                throw invalid("temperature must be above 0 and at most 100, was " + temperature + ".");
            }
            if (!(topP > 0 && topP <= 1)) {
                throw invalid("top_p must be above 0 and at most 1, was " + topP + ".");
            }
        }

        /** The same with a seed. */
        public Sampling seeded(long value) {
            return new Sampling(temperature, topP, OptionalLong.of(value));
        }
    }

    private static PerceptException invalid(String message) {
        return new PerceptException(ErrorCode.INVALID_TASK, "decoding: " + message);
    }
}
