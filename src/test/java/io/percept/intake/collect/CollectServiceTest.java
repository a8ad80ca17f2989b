package io.percept.intake.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectServiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CollectService service = new CollectService(
            () -> {
                throw new IllegalStateException("no topics");
            },
            () -> {
                throw new AssertionError("no loop without topics");
            },
            "image-events");

    @AfterEach
    void stop() {
        service.stop();
    }

    @Test
    void shouldSayWhyNothingIsCollected() {
        service.start();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(service.trouble()).hasValue("no topics"));
    }
}
