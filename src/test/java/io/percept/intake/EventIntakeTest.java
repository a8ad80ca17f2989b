package io.percept.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

class EventIntakeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final EventIntake intake = new EventIntake(
            () -> {},
            () -> {
                throw new IndexOutOfBoundsException();
            },
            "image-events",
            new Binder(List.of()).bindOrCreate("percept.intake", IntakeProperties.class));

    @AfterEach
    void stop() {
        intake.stop();
    }

    @Test
    void shouldNameATroubleThatHasNoMessage() {
        intake.start();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(intake.trouble()).hasValue("java.lang.IndexOutOfBoundsException"));
    }
}
