package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.prompt.ScoringPlan;
import io.percept.prompt.TokenSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of the positions that jobs save: those that would be computed of each by itself, less those that are computed. */
class PrefixSharingTest {

    private static final List<int[]> VERDICTS = List.of(new int[] {14}, new int[] {15});
    private static final TokenSequence DOCUMENT = Plans.text(16, 16, 16, 16);
    private static final TokenSequence EXAMPLES = Plans.text(14, 15);

    private record Shared(int plans, int tokens) {}

    private final List<Shared> told = new ArrayList<>();
    private final WorkerListener listener = new WorkerListener() {
        @Override
        public void prefixShared(int plans, int tokensSaved) {
            told.add(new Shared(plans, tokensSaved));
        }
    };
    private final FakeEngine engine = new FakeEngine();
    private final PrefixSharing sharing = new PrefixSharing(
            shelf(),
            shelf(),
            new PrefixComputer(engine, new LengthGroups(4), FakeEngine.QUERIES, listener),
            FakeEngine.QUERIES,
            1,
            listener);

    @AfterEach
    void close() {
        sharing.close();
    }

    @Test
    void shouldCountAFreshPrefixForAllButOneOfItsJobs() {
        round(job(DOCUMENT), job(DOCUMENT), job(DOCUMENT));

        assertThat(told).containsExactly(new Shared(2, 2 * DOCUMENT.length()));
    }

    @Test
    void shouldNotCountAPrefixForTheJobThatItIsComputedFor() {
        round(followed(DOCUMENT));
        assertThat(told).isEmpty();

        round(job(DOCUMENT));
        assertThat(told).containsExactly(new Shared(1, DOCUMENT.length()));
    }

    @Test
    void shouldCountAPrefixThatIsThereForAllOfItsJobs() {
        round(followed(DOCUMENT));

        round(job(DOCUMENT), job(DOCUMENT));

        assertThat(told).containsExactly(new Shared(2, 2 * DOCUMENT.length()));
    }

    @Test
    void shouldNotCountAJobThatIsAlone() {
        round(job(DOCUMENT), job(EXAMPLES));

        assertThat(told).isEmpty();
    }

    @Test
    void shouldCountFreshExamplesForAllButOneOfTheirDocuments() {
        round(job(afterExamples(16)), job(afterExamples(17)), job(afterExamples(18)));

        assertThat(told).containsExactly(new Shared(2, 2 * EXAMPLES.length()));
    }

    @Test
    void shouldCountExamplesThatAreThereForEachDocument() {
        round(job(afterExamples(16)));
        assertThat(told).isEmpty();

        round(job(afterExamples(17)), job(afterExamples(18)));
        assertThat(told).containsExactly(new Shared(2, 2 * EXAMPLES.length()));
    }

    @Test
    void shouldCountAFreshPrefixAfterFreshExamplesForAllButOneOfItsJobs() {
        TokenSequence prefix = afterExamples(16);

        round(job(prefix), job(prefix), job(prefix));

        assertThat(told).containsExactly(new Shared(2, 2 * prefix.length()));
    }

    @Test
    void shouldCountExamplesThatAreThereAlsoForTheJobThatItsPrefixIsComputedFor() {
        round(job(afterExamples(17)));
        TokenSequence prefix = afterExamples(16);

        round(job(prefix), job(prefix), job(prefix));

        assertThat(told).containsExactly(new Shared(3, 2 * prefix.length() + EXAMPLES.length()));
    }

    @Test
    void shouldCountFreshExamplesOnceForTheirDocumentsAndPrefixesTogether() {
        TokenSequence prefix = afterExamples(16);

        round(job(prefix), job(afterExamples(17)), job(prefix));
        assertThat(told).containsExactly(new Shared(2, prefix.length() + EXAMPLES.length()));

        TokenSequence other = afterExamples(18);
        round(job(afterExamples(19)), job(other), job(other));
        assertThat(told).containsExactly(new Shared(3, other.length() + 2 * EXAMPLES.length()));
    }

    @Test
    void shouldCountNothingForAPrefixThatOnlyOneJobBeginsOn() {
        // What has no prompt is computed in one go.
        round(job(DOCUMENT, TokenSequence.EMPTY), job(DOCUMENT));

        assertThat(told).isEmpty();
    }

    /** A round with such jobs, after which what was told is what was told of it. */
    private void round(Job... jobs) {
        told.clear();
        engine.newTokens.set(0);
        List<Prompt> prompts = sharing.prompts(List.of(jobs));
        sharing.endRound();
        int left = prompts.stream().mapToInt(Prompt::count).sum();
        int alone = Arrays.stream(jobs).mapToInt(job -> job.plan().length()).sum();
        assertThat(told.stream().mapToInt(Shared::tokens).sum()).isEqualTo(alone - engine.newTokens.get() - left);
    }

    private static TokenSequence afterExamples(int document) {
        return Plans.afterStem(EXAMPLES, Plans.text(document, document));
    }

    private static Job job(TokenSequence prefix) {
        return job(prefix, Plans.text(20));
    }

    private static Job job(TokenSequence prefix, TokenSequence prompt) {
        return new Job(new ScoringPlan(prefix, prompt, VERDICTS), Rank.of(0, 0), 0, WorkerListener.NONE);
    }

    /** By another that waits. */
    private static Job followed(TokenSequence prefix) {
        Job job = job(prefix);
        job.started(0, true);
        return job;
    }

    private PrefixShelf shelf() {
        return new PrefixShelf(engine, FakeEngine.bundle().cacheCapacities(), capacity -> 4);
    }
}
