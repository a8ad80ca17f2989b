package io.percept.intake;

import io.percept.intake.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Intake's promises against the broker inside the JVM. */
class EmbeddedBrokerIntakeTest extends EventIntakeContract {

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = new EmbeddedBroker(directory, 0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Override
    String servers() {
        return broker.bootstrapServers();
    }
}
