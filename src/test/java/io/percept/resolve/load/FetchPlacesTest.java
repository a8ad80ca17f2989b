package io.percept.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchPlacesTest {

    private final FetchPlaces places = new FetchPlaces(16);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> slow = new CompletableFuture<>();

    @Test
    void shouldLetOtherHostsInWhileOneIsSlow() {
        for (int i = 0; i < 100; i++) {
            fetch("http://slow.example/" + i);
        }

        fetch("http://other.example/1");

        assertThat(begun).containsExactly("http://slow.example/0", "http://slow.example/1", "http://other.example/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"photo[1].jpg", "a b.png", "100%.jpg", "a|b.png"})
    void shouldTellHostsApartWhateverThePath(String path) {
        for (int i = 0; i < 100; i++) {
            fetch("http://slow.example/" + i + "/" + path);
        }

        fetch("http://other.example/" + path);

        assertThat(begun)
                .containsExactly(
                        "http://slow.example/0/" + path,
                        "http://slow.example/1/" + path,
                        "http://other.example/" + path);
    }

    @Test
    void shouldGiveTheSpellingsOfAHostTheShareOfOne() {
        for (String host : List.of("slow.example", "SLOW.example", "slow.example.", "slow.example:80")) {
            fetch("http://" + host + "/a.png");
        }

        assertThat(begun).containsExactly("http://slow.example/a.png", "http://SLOW.example/a.png");
    }

    @Test
    void shouldBeginNoMoreThanThereArePlaces() {
        for (int i = 0; i < 100; i++) {
            fetch("http://host-%d.example/".formatted(i));
        }

        assertThat(begun).hasSize(16);
    }

    @Test
    void shouldBeginAllInTheEndAndForgetTheirHosts() {
        for (int i = 0; i < 100; i++) {
            fetch("http://host-%d.example/".formatted(i % 3));
        }
        fetch("no address");

        slow.complete("done");

        Awaitility.await().untilAsserted(() -> assertThat(begun).hasSize(101));
        Awaitility.await().untilAsserted(() -> assertThat(places.hosts()).isZero());
    }

    @Test
    void shouldNeverBeginWhatItsAskerDoesNotWaitForUntilItsTurn() {
        fetch("http://slow.example/0");
        fetch("http://slow.example/1");
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<String> unwanted = fetch("http://slow.example/2", end);
        fetch("http://slow.example/3");

        end.complete(null);

        assertThat(unwanted).isCompletedExceptionally();
        slow.complete("done");
        Awaitility.await().untilAsserted(() -> assertThat(begun)
                .containsExactly("http://slow.example/0", "http://slow.example/1", "http://slow.example/3"));
    }

    @Test
    void shouldForgetTheHostOfWhatIsNotWaitedForAnyMore() {
        for (int i = 0; i < 16; i++) {
            fetch("http://host-%d.example/".formatted(i));
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<String> unwanted = fetch("http://late.example/", end);
        assertThat(places.hosts()).isEqualTo(17);

        end.completeExceptionally(new IllegalStateException("given up"));

        assertThat(unwanted).isCompletedExceptionally();
        assertThat(places.hosts()).isEqualTo(16);
        assertThat(begun).hasSize(16).doesNotContain("http://late.example/");
    }

    @Test
    void shouldKeepThePlaceOfWhatHasBegunThoughNobodyWaitsForIt() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        fetch("http://slow.example/0", end);
        fetch("http://slow.example/1");
        fetch("http://slow.example/2");

        end.complete(null);

        assertThat(begun).containsExactly("http://slow.example/0", "http://slow.example/1");
    }

    private void fetch(String url) {
        fetch(url, new CompletableFuture<>());
    }

    private CompletableFuture<String> fetch(String url, CompletableFuture<Void> end) {
        return places.run(
                url,
                () -> {
                    begun.add(url);
                    return slow;
                },
                end);
    }
}
