package io.percept.resolve.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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

    private void fetch(String url) {
        places.run(url, () -> {
            begun.add(url);
            return slow;
        });
    }
}
