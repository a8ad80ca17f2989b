package io.percept.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeRoomTest {

    private static final int MEGABYTE = 1 << 20;

    private final DecodeRoom room = new DecodeRoom(10 * MEGABYTE);
    private final List<String> entered = new CopyOnWriteArrayList<>();

    @Test
    void shouldLetInWhatFitsAtOnce() throws InterruptedException {
        try (DecodeRoom.Held first = room.take(6 * MEGABYTE);
                DecodeRoom.Held second = room.take(4 * MEGABYTE)) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void shouldLetAPictureWaitUntilOthersHaveLeft() throws InterruptedException {
        DecodeRoom.Held first = room.take(6 * MEGABYTE);
        Thread second = enter("second", 5 * MEGABYTE);
        assertThat(entered).isEmpty();

        first.close();

        second.join();
        assertThat(entered).containsExactly("second");
    }

    @Test
    void shouldNotLetSmallOnesPassALargeOneThatWaits() throws InterruptedException {
        DecodeRoom.Held first = room.take(6 * MEGABYTE);
        Thread large = enter("large", 10 * MEGABYTE);
        Thread small = enter("small", MEGABYTE);
        assertThat(entered).isEmpty();

        first.close();

        large.join();
        small.join();
        assertThat(entered).containsExactly("large", "small");
    }

    @Test
    void shouldRefuseWhatDoesNotFitEvenAloneAndSayTheNumbers() {
        assertThatExceptionOfType(PerceptException.class)
                .isThrownBy(() -> room.take(10 * MEGABYTE + 1))
                .withMessageContaining("11 MB")
                .withMessageContaining("10 MB")
                .withMessageContaining("send a smaller version")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE));
    }

    @Test
    void shouldKeepNoRoomForWhoGivesUpWaiting() throws InterruptedException {
        DecodeRoom.Held first = room.take(6 * MEGABYTE);
        Thread waiting = enter("interrupted", 10 * MEGABYTE);

        waiting.interrupt();
        waiting.join();
        first.close();

        room.take(10 * MEGABYTE).close();
        assertThat(entered).isEmpty();
    }

    /** A thread that waits until it has entered, and leaves at once. */
    private Thread enter(String name, long bytes) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try (DecodeRoom.Held held = room.take(bytes)) {
                entered.add(name);
            } catch (InterruptedException e) {
                // It gave up.
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }
}
