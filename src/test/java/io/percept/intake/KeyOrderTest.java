package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    private final KeyOrder order = new KeyOrder();
    private final List<String> published = new ArrayList<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();

    @Test
    void shouldPublishInTheOrderOfArrivalWhateverIsReadyFirst() {
        inOrder("key", first, this::publish);
        inOrder("key", second, this::publish);

        second.complete("second");
        first.complete("first");

        assertThat(published).containsExactly("first", "second");
    }

    @Test
    void shouldSayWhatWaitedForItsTurn() {
        inOrder("key", first, this::publishWhetherItWaited);
        inOrder("key", second, this::publishWhetherItWaited);

        second.complete("second");
        first.complete("first");
        inOrder("key", CompletableFuture.completedFuture("third"), this::publishWhetherItWaited);

        assertThat(published).containsExactly("first", "second waited", "third");
    }

    @Test
    void shouldNotSayThatWorkWaitedWhichWasStillUnderWayAtItsTurn() {
        inOrder("key", first, this::publishWhetherItWaited);
        inOrder("key", second, this::publishWhetherItWaited);

        first.complete("first");
        second.complete("second");

        assertThat(published).containsExactly("first", "second");
    }

    @Test
    void shouldNotHoldUpOtherKeys() {
        inOrder("key", first, this::publish);
        inOrder("other", second, this::publish);

        second.complete("second");

        assertThat(published).containsExactly("second");
    }

    @Test
    void shouldNotStartTheNextBeforeTheOneBeforeIsAcknowledged() {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        inOrder("key", first, (value, waited) -> acknowledged);
        inOrder("key", second, this::publish);

        first.complete("first");
        second.complete("second");

        assertThat(published).isEmpty();
    }

    @Test
    void shouldGiveUpWhatFollowsAnEventThatWasGivenUp() {
        inOrder("key", first, this::publish);
        CompletableFuture<Void> after = inOrder("key", second, this::publish);
        second.complete("second");

        first.completeExceptionally(new IllegalStateException("stopping"));

        assertThat(after).isCompletedExceptionally();
    }

    @Test
    void shouldForgetAKeyThatHasNothingUnderWay() {
        inOrder("key", first, this::publish);

        first.complete("first");

        assertThat(order.size()).isZero();
    }

    @Test
    void shouldServeAKeyAgainAfterAReset() {
        inOrder("key", first, this::publish);
        first.completeExceptionally(new IllegalStateException("stopping"));

        order.reset();
        inOrder("key", CompletableFuture.completedFuture("again"), this::publish);

        assertThat(published).containsExactly("again");
    }

    @Test
    void shouldKeepNothingOfAFailureThatIsNotOursAnyMore() {
        order.inOrder("key", first, this::publish, () -> true);
        order.inOrder("key", second, this::publish, () -> true);
        second.complete("second");

        first.completeExceptionally(new IllegalStateException("read again elsewhere"));

        assertThat(published).isEmpty();
        assertThat(order.size()).isZero();
    }

    @Test
    void shouldGoOnBehindAFailureThatIsNotOursAnyMore() {
        order.inOrder("key", first, this::publish, () -> true);
        CompletableFuture<Void> handedInAnew = inOrder("key", second, this::publish);
        second.complete("second");

        first.completeExceptionally(new IllegalStateException("read again here"));

        assertThat(published).containsExactly("second");
        assertThat(handedInAnew).isCompleted();
        assertThat(order.size()).isZero();
    }

    private CompletableFuture<Void> inOrder(
            String key, CompletableFuture<String> ready, KeyOrder.Publication<String> publication) {
        return order.inOrder(key, ready, publication, () -> false);
    }

    private CompletableFuture<Void> publish(String value, boolean waited) {
        published.add(value);
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> publishWhetherItWaited(String value, boolean waited) {
        published.add(waited ? value + " waited" : value);
        return CompletableFuture.completedFuture(null);
    }
}
