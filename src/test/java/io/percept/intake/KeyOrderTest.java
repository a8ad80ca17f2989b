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
        order.inOrder("key", first, this::publish);
        order.inOrder("key", second, this::publish);

        second.complete("second");
        first.complete("first");

        assertThat(published).containsExactly("first", "second");
    }

    @Test
    void shouldNotHoldUpOtherKeys() {
        order.inOrder("key", first, this::publish);
        order.inOrder("other", second, this::publish);

        second.complete("second");

        assertThat(published).containsExactly("second");
    }

    @Test
    void shouldNotStartTheNextBeforeTheOneBeforeIsAcknowledged() {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        order.inOrder("key", first, value -> acknowledged);
        order.inOrder("key", second, this::publish);

        first.complete("first");
        second.complete("second");

        assertThat(published).isEmpty();
    }

    @Test
    void shouldGiveUpWhatFollowsAnEventThatWasGivenUp() {
        order.inOrder("key", first, this::publish);
        CompletableFuture<Void> after = order.inOrder("key", second, this::publish);
        second.complete("second");

        first.completeExceptionally(new IllegalStateException("stopping"));

        assertThat(after).isCompletedExceptionally();
    }

    @Test
    void shouldForgetAKeyThatHasNothingUnderWay() {
        order.inOrder("key", first, this::publish);

        first.complete("first");

        assertThat(order.size()).isZero();
    }

    @Test
    void shouldServeAKeyAgainAfterAReset() {
        order.inOrder("key", first, this::publish);
        first.completeExceptionally(new IllegalStateException("stopping"));

        order.reset();
        order.inOrder("key", CompletableFuture.completedFuture("again"), this::publish);

        assertThat(published).containsExactly("again");
    }

    private CompletableFuture<Void> publish(String value) {
        published.add(value);
        return CompletableFuture.completedFuture(null);
    }
}
