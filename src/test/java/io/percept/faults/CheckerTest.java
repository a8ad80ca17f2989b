package io.percept.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.percept.contract.EnrichmentResult;
import io.percept.contract.v1.ChoiceOutput;
import io.percept.contract.v1.TaskOutcome;
import io.percept.contract.v1.Timings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Made-up runs, each with one thing wrong: what the checker does not find here, it would not find in a run. */
class CheckerTest {

    private final List<SentEvent> events = new ArrayList<>();
    private final List<Terminal> terminals = new ArrayList<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private Optional<List<Interruption>> interruptions = Optional.empty();
    private Set<String> doubtful = Set.of();
    private int allowed;

    @Test
    void shouldFindNothingWrongWhereAllIsRight() {
        send("a-0", "a-1", "b-0");
        sendBad("b-1", "IMAGE_TRUNCATED");
        answer("first", "a-0", "b-0", "a-1");
        bury("first", "b-1", "IMAGE_TRUNCATED");

        Verdict verdict = verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.events()).isEqualTo(4);
        assertThat(verdict.deadLetters()).isEqualTo(1);
    }

    @Test
    void shouldFindALostEvent() {
        send("a-0", "a-1");
        answer("first", "a-1");
        committed.put(0, 2L);

        assertThat(verdict().violations()).containsOnlyKeys(Violation.LOST);
    }

    @Test
    void shouldTellAnUnansweredEventFromALostOne() {
        send("a-0", "a-1");
        answer("first", "a-0");
        committed.put(0, 1L);

        assertThat(verdict().violations()).containsOnlyKeys(Violation.UNANSWERED);
    }

    @Test
    void shouldCountRepetitionsUpToWhatIsAllowed() {
        send("a-0", "a-1", "a-2");
        answer("first", "a-0", "a-1", "a-2");
        answer("second", "a-1", "a-2");
        allowed = 2;

        Verdict verdict = verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.repetitions()).isEqualTo(2);
    }

    @Test
    void shouldFindMoreRepetitionsThanAllowed() {
        send("a-0", "a-1");
        answer("first", "a-0", "a-1");
        answer("second", "a-0", "a-1");
        allowed = 1;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.TOO_MANY_REPETITIONS);
    }

    @Test
    void shouldAcceptARepetitionOfWhatAKillLeftUncommitted() {
        send("a-0", "a-1");
        answer("first", "a-0", "a-1");
        interruptions = Optional.of(List.of(new Interruption(terminals.getLast().atMillis() + 1, Map.of(0, 1L))));
        answer("second", "a-1");
        allowed = 1;

        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void shouldFindARepetitionOfWhatWasCommittedBeforeTheKill() {
        send("a-0", "a-1");
        answer("first", "a-0", "a-1");
        interruptions = Optional.of(List.of(new Interruption(terminals.getLast().atMillis() + 1, Map.of(0, 1L))));
        answer("second", "a-0");
        allowed = 1;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.UNEXPLAINED_REPETITION);
    }

    @Test
    void shouldFindARepetitionWithoutAKill() {
        send("a-0");
        answer("first", "a-0", "a-0");
        interruptions = Optional.of(List.of());
        allowed = 1;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.UNEXPLAINED_REPETITION);
    }

    @Test
    void shouldFindAnEventThatOvertookAnotherOfItsKey() {
        send("a-0", "a-1", "a-2");
        answer("first", "a-0", "a-2", "a-1");

        assertThat(verdict().violations()).containsOnlyKeys(Violation.OUT_OF_ORDER);
    }

    @Test
    void shouldTakeARepeatedSuffixForOrder() {
        send("a-0", "a-1", "a-2", "a-3");
        answer("first", "a-0", "a-1", "a-2");
        answer("second", "a-1", "a-2", "a-3");
        allowed = 2;

        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void shouldFindDisorderWithinTheRepeatedSuffixOfOneIncarnation() {
        send("a-0", "a-1", "a-2");
        answer("first", "a-0", "a-1");
        answer("second", "a-1", "a-0", "a-2");
        allowed = 2;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.OUT_OF_ORDER);
    }

    @Test
    void shouldSeeNoOrderBetweenKeys() {
        send("a-0", "b-0", "a-1", "b-1");
        answer("first", "b-0", "b-1", "a-0", "a-1");

        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void shouldFindADeadLetterOfAGoodEvent() {
        send("a-0");
        bury("first", "a-0", "ENGINE_FAILED");

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING);
    }

    @Test
    void shouldFindAResultOfABadEvent() {
        sendBad("a-0", "IMAGE_TRUNCATED");
        answer("first", "a-0");

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING);
    }

    @Test
    void shouldFindADeadLetterOfTheWrongCode() {
        sendBad("a-0", "IMAGE_TRUNCATED");
        bury("first", "a-0", "ENGINE_FAILED");

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING);
    }

    @Test
    void shouldFindAnEndingUnderAnotherKey() {
        send("a-0");
        terminals.add(result("a-0", "b", "first", EnrichmentResult.idOf(Checker.SOURCE, "a-0"), ByteString.EMPTY));

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING);
    }

    @Test
    void shouldFindAResultOfAnotherId() {
        send("a-0");
        terminals.add(result("a-0", "a", "first", "random", ByteString.EMPTY));

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING);
    }

    @Test
    void shouldFindAResultAndADeadLetterOfOneEvent() {
        send("a-0");
        answer("first", "a-0");
        bury("second", "a-0", "ENGINE_FAILED");
        allowed = 1;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.WRONG_ENDING, Violation.CONTRADICTION);
    }

    @Test
    void shouldFindTwoResultsThatSayDifferentThings() {
        send("a-0");
        answer("first", "a-0", scored(0.30, 1));
        answer("second", "a-0", scored(0.31, 1));
        allowed = 1;

        assertThat(verdict().violations()).containsOnlyKeys(Violation.CONTRADICTION);
    }

    @Test
    void shouldTakeTimingsAndLastDigitsForEqual() {
        send("a-0");
        answer("first", "a-0", scored(0.3000001, 1));
        answer("second", "a-0", scored(0.3000002, 2));
        allowed = 1;

        assertThat(verdict().violations()).isEmpty();
    }

    @Test
    void shouldFindAnEndingOfAnEventThatWasNeverSent() {
        answer("first", "a-0");

        assertThat(verdict().violations()).containsOnlyKeys(Violation.UNKNOWN_EVENT);
    }

    @Test
    void shouldNeitherMissNorMindWhatWasSentWithoutAnAcknowledgement() {
        answer("first", "a-0");
        doubtful = Set.of("a-0", "a-1");

        assertThat(verdict().violations()).isEmpty();
    }

    private void send(String... ids) {
        for (String id : ids) {
            events.add(event(id, Expectation.RESULT));
        }
    }

    private void sendBad(String id, String code) {
        events.add(event(id, Expectation.deadLetter(code)));
    }

    private SentEvent event(String id, Expectation expected) {
        return new SentEvent(id, keyOf(id), Long.parseLong(id.substring(2)), 0, events.size(), expected, events.size());
    }

    private void answer(String incarnation, String... ids) {
        for (String id : ids) {
            answer(incarnation, id, ByteString.EMPTY);
        }
    }

    private void answer(String incarnation, String id, ByteString content) {
        terminals.add(result(id, keyOf(id), incarnation, EnrichmentResult.idOf(Checker.SOURCE, id), content));
    }

    private Terminal result(String id, String key, String incarnation, String resultId, ByteString content) {
        long next = terminals.size();
        return new Terminal(
                Terminal.Topic.RESULTS, 0, next, id, key, resultId, content, "", incarnation, 10_000 * next);
    }

    private void bury(String incarnation, String id, String code) {
        long next = terminals.size();
        terminals.add(new Terminal(
                Terminal.Topic.DEAD_LETTERS,
                0,
                next,
                id,
                keyOf(id),
                "",
                ByteString.EMPTY,
                code,
                incarnation,
                10_000 * next));
    }

    private static ByteString scored(double score, double millis) {
        return ResultContent.of(io.percept.contract.v1.EnrichmentResult.newBuilder()
                .setTimings(Timings.newBuilder().setTotalMs(millis))
                .addOutcomes(TaskOutcome.newBuilder()
                        .setChoice(ChoiceOutput.newBuilder().addProbabilities(score)))
                .build());
    }

    private static String keyOf(String id) {
        return id.substring(0, 1);
    }

    private Verdict verdict() {
        return new Checker().check(new Observation(events, doubtful, terminals, committed, interruptions, allowed));
    }
}
