package io.percept.worker;

import io.percept.engine.DecoderRow;
import io.percept.engine.ImageEmbedding;
import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is left to compute of a job's prompt: all of it, or what follows a beginning that is on a shelf.
 *
 * @param tokens to compute
 * @param images of the tokens
 * @param past length of the beginning that is there
 * @param prefix where that is
 */
record Prompt(
        Job job, TokenSequence tokens, List<ImageEmbedding> images, int past, Optional<PrefixShelf.Place> prefix) {

    static Prompt whole(Job job, int queries) {
        List<ImageEmbedding> images = new ArrayList<>(job.prefixImages());
        images.addAll(job.promptImages());
        TokenSequence all = job.plan().prefix().then(job.plan().prompt(), queries);
        return new Prompt(job, all, images, 0, Optional.empty());
    }

    static Prompt after(PrefixShelf.Place prefix, Job job) {
        return new Prompt(
                job,
                job.plan().prompt(),
                job.promptImages(),
                job.plan().prefix().length(),
                Optional.of(prefix));
    }

    static Prompt afterStem(PrefixShelf.Place stem, Job job, int queries) {
        List<ImageEmbedding> images = new ArrayList<>(job.imagesAfterStem());
        images.addAll(job.promptImages());
        TokenSequence rest =
                job.plan().prefix().afterStem(queries).then(job.plan().prompt(), queries);
        return new Prompt(job, rest, images, stem.length(), Optional.of(stem));
    }

    int count() {
        return tokens.length();
    }

    int length() {
        return past + count();
    }

    boolean hasPast() {
        return past > 0;
    }

    /** Whether the keys and values are needed after the call: to go on, or for candidates of several tokens. */
    boolean isKept() {
        return job.isGeneration() || hasBranches();
    }

    /** Whether there are candidates of several tokens. */
    boolean hasBranches() {
        return job.plan() instanceof ScoringPlan plan && plan.longestCandidate() > 1;
    }

    /** Tokens that the cache row has to hold. */
    int rowLength() {
        return isKept() ? length() : Math.max(past, 1);
    }

    DecoderRow row(int cacheRow) {
        return DecoderRow.prompt(tokens.ids(), tokens.imageRows(), images, past, cacheRow, isKept());
    }
}
