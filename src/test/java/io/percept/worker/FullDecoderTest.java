package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.percept.engine.DecoderRow;
import io.percept.engine.KeyValueCache;
import io.percept.engine.Logits;
import io.percept.prompt.GenerationPlan;
import io.percept.prompt.TokenPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When jobs join sequences that take much of a decoder. Each of its made is a round here, and is let go on by the test. */
@Timeout(30)
class FullDecoderTest {

    private enum Call {
        PROMPT,
        STEP
    }

    private static final int FULL_CALL = 32;
    private static final int UNDER_WAY = 20;

    private static final WorkerOptions OPTIONS =
            new WorkerOptions(3, Duration.ofMillis(1), 64, FULL_CALL, 1000, 64, 4096, 4096, 1000);

    /** Five seconds ahead of others. */
    private static final int PRIORITY = 50;

    private static final Urgency AS_URGENT = new Urgency(PRIORITY, Optional.empty());

    private final List<Call> made = new CopyOnWriteArrayList<>();
    private final NotingEngine engine = new NotingEngine();
    private volatile int onTheirWay;
    private final ModelWorker worker = new ModelWorker(
            FakeEngine.bundle(),
            engine,
            engine,
            OPTIONS,
            new EmbeddingCache(1 << 20, WorkerListener.NONE),
            headStart -> onTheirWay,
            () -> false,
            WorkerListener.NONE);

    private final class NotingEngine extends FakeEngine {

        @Override
        public int fullCall() {
            return FULL_CALL;
        }

        @Override
        public Logits extend(KeyValueCache cache, List<DecoderRow> rows) {
            made.add(rows.stream().allMatch(row -> row.past() > 0 && row.count() == 1) ? Call.STEP : Call.PROMPT);
            return super.extend(cache, rows);
        }
    }

    @BeforeEach
    void begin() {
        engine.gate = new Semaphore(0);
        engine.model = FullDecoderTest::endless;
        worker.submit(plans(0, UNDER_WAY), AS_URGENT);
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            if (made.contains(Call.STEP)) {
                return true;
            }
            engine.gate.release();
            return false;
        });
        await().until(() -> worker.active() == UNDER_WAY);
    }

    @AfterEach
    void close() {
        engine.gate.release(10_000);
        worker.close();
    }

    @Test
    void shouldLetAJobWaitEightRoundsForOthers() {
        submit(1, AS_URGENT);

        assertThat(next(9))
                .startsWith(Collections.nCopies(8, Call.STEP).toArray(Call[]::new))
                .endsWith(Call.PROMPT);
    }

    @Test
    void shouldLetEightJoinAtOnce() {
        submit(8, AS_URGENT);

        assertThat(next(1)).containsExactly(Call.PROMPT);
    }

    @Test
    void shouldNotLetAJobWaitThatIsMoreUrgentThanAllUnderWay() {
        submit(1, new Urgency(PRIORITY + 1, Optional.empty()));

        assertThat(next(1)).containsExactly(Call.PROMPT);
    }

    @Test
    void shouldNotLetAJobWaitThatIsDueSoon() {
        submit(1, new Urgency(PRIORITY, Optional.of(Instant.now().plusSeconds(5))));

        assertThat(next(1)).containsExactly(Call.PROMPT);
    }

    @Test
    void shouldNotLetAJobWaitWhileMoreIsOnItsWay() {
        onTheirWay = 1;
        submit(1, AS_URGENT);

        assertThat(next(1)).containsExactly(Call.PROMPT);
    }

    /** The made that follow the one that is held. */
    private List<Call> next(int count) {
        int before = made.size();
        engine.gate.release(count);
        await().until(() -> made.size() == before + count);
        return made.subList(before, before + count);
    }

    /** They wait for the decoder when this is over, which a call holds. */
    private void submit(int count, Urgency urgency) {
        worker.submit(plans(UNDER_WAY, count), urgency);
        await().until(() -> worker.waiting() == count);
    }

    /** Of one image, with prompts of their own. */
    private static List<TokenPlan> plans(int first, int count) {
        return IntStream.range(first, first + count)
                .<TokenPlan>mapToObj(i -> new GenerationPlan(Plans.image(5), Plans.text(10 + i % 10, 3 + i / 10), 30))
                .toList();
    }

    private static float[] endless(List<Integer> tokens) {
        float[] logits = new float[FakeEngine.VOCABULARY];
        logits[tokens.size() % 2 == 0 ? 14 : 15] = 1;
        return logits;
    }
}
