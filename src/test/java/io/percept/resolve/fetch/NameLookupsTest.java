package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.percept.contract.PerceptException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name of which the server is silent, beside others. */
@Timeout(30)
class NameLookupsTest {

    private static final String SILENT = "silent.example";
    private static final String OTHER = "images.example";
    private static final List<InetAddress> ADDRESSES = List.of(InetAddress.getLoopbackAddress());
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private final List<String> watched = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);

    @AfterEach
    void end() {
        answer.countDown();
    }

    @Test
    void shouldResolveANameOnceForAllWhoAskMeanwhile() {
        try (NameLookups lookups = new NameLookups(4, this::resolve)) {
            resolveTheSilentOne(lookups);

            for (int i = 0; i < 3; i++) {
                PerceptException failed = failure(lookups, SILENT);
                assertThat(failed).hasMessageContaining("not resolved in time");
                assertThat(failed.isPassing()).isTrue();
            }

            assertThat(resolved).containsExactly(SILENT);
            assertThat(lookups.underWay()).isOne();
        }
    }

    @Test
    void shouldResolveOtherNamesMeanwhile() {
        try (NameLookups lookups = new NameLookups(2, this::resolve)) {
            resolveTheSilentOne(lookups);
            failure(lookups, SILENT);

            assertThat(addresses(lookups, OTHER, LONG)).isEqualTo(ADDRESSES);
        }
    }

    @Test
    void shouldResolveANameAgainForWhoAsksAfterItsAnswer() {
        try (NameLookups lookups = new NameLookups(2, this::resolve)) {
            addresses(lookups, OTHER, LONG);
            addresses(lookups, OTHER, LONG);

            assertThat(resolved).containsExactly(OTHER, OTHER);
        }
    }

    @Test
    void shouldNeitherBlameNorResolveANameThatHasNoThreadInTime() {
        try (NameLookups lookups = new NameLookups(1, this::resolve)) {
            resolveTheSilentOne(lookups);

            PerceptException failed = failure(lookups, OTHER);

            assertThat(failed).hasMessageContaining("too many names");
            assertThat(failed.isPassing()).isTrue();
            assertThat(watched).doesNotContain(OTHER);
            answer.countDown();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(lookups.underWay()).isZero());
            assertThat(resolved).containsExactly(SILENT);
        }
    }

    private void resolveTheSilentOne(NameLookups lookups) {
        Thread.startVirtualThread(() -> addresses(lookups, SILENT, LONG));
        Awaitility.await().untilAsserted(() -> assertThat(resolved).contains(SILENT));
    }

    private PerceptException failure(NameLookups lookups, String name) {
        return catchThrowableOfType(PerceptException.class, () -> addresses(lookups, name, SHORT));
    }

    private List<InetAddress> addresses(NameLookups lookups, String name, Duration patience) {
        return lookups.await(name, Deadline.in(patience), wait -> {
            watched.add(name);
            return wait.get();
        });
    }

    private List<InetAddress> resolve(String name) {
        resolved.add(name);
        if (name.equals(SILENT)) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ADDRESSES;
    }
}
