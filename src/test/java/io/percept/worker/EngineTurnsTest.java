package io.percept.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EngineTurnsTest {

    private final AtomicInteger load = new AtomicInteger();
    private final EngineTurns turns = new EngineTurns(true, 8, load::get);
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void shouldLetEitherGoAtOnceWhereItIsAlone() {
        turns.awaitDecoder();
        turns.endDecoder(false);
        turns.awaitEncoder();
        turns.endEncoder(true);
        turns.awaitEncoder();
        turns.endEncoder(false);
        turns.awaitDecoder();
    }

    @Test
    void shouldLetTheEncoderGoOnWhileTheDecoderHasTooLittle() throws InterruptedException {
        load.set(7);
        turns.awaitEncoder();
        Thread decoder = waitingDecoder();

        turns.endEncoder(true);
        turns.awaitEncoder();
        order.add("encoder");
        turns.endEncoder(false);

        decoder.join();
        assertThat(order).containsExactly("encoder", "decoder");
    }

    @Test
    void shouldLetTheDecoderGoFirstOnceItHasEnough() throws InterruptedException {
        load.set(8);
        turns.awaitEncoder();
        Thread decoder = waitingDecoder();

        turns.endEncoder(true);
        turns.awaitEncoder();
        order.add("encoder");

        decoder.join();
        assertThat(order).containsExactly("decoder", "encoder");
    }

    @Test
    void shouldNotLetTwoCallsRunAtOnce() throws InterruptedException {
        AtomicInteger within = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = List.of(
                Thread.ofPlatform().start(() -> takeTurns(turns::awaitEncoder, turns::endEncoder, within, most)),
                Thread.ofPlatform().start(() -> takeTurns(turns::awaitDecoder, turns::endDecoder, within, most)));
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void shouldLetTheOtherPassAHungCallWhenTheWorkerIsGivenUp() throws InterruptedException {
        turns.awaitEncoder();
        Thread decoder = waitingDecoder();

        turns.open();

        decoder.join();
    }

    @Test
    void shouldNeverWaitWhereTheCoresAreNotShared() {
        EngineTurns apart = new EngineTurns(false, 8, load::get);

        apart.awaitEncoder();
        apart.awaitDecoder();
        apart.awaitEncoder();
    }

    private void takeTurns(Runnable wait, Consumer<Boolean> end, AtomicInteger within, AtomicInteger most) {
        for (int i = 0; i < 2000; i++) {
            wait.run();
            most.accumulateAndGet(within.incrementAndGet(), Math::max);
            load.set(i % 16);
            within.decrementAndGet();
            end.accept(i % 3 > 0 && i < 1999);
        }
    }

    private Thread waitingDecoder() {
        Thread thread = Thread.ofPlatform().start(() -> {
            turns.awaitDecoder();
            order.add("decoder");
            turns.endDecoder(false);
        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}
