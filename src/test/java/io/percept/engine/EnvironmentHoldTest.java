package io.percept.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnvironmentHoldTest {

    /** Works on in a shutdown hook, as a service does that finishes what it has begun. */
    static final class StoppedAtWork {

        public static void main(String[] arguments) {
            Bundle bundle = Bundle.load(Path.of(arguments[0]));
            OnnxEngine engine = OnnxEngine.open(bundle, new EngineOptions(1, false));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    new WarmUp(bundle, engine).run();
                }
            }));
            System.exit(7);
        }
    }

    @Test
    void shouldLetTheEngineWorkOnWhileTheProcessStops() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=target/hs_err_%p.log",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoppedAtWork.class.getName(),
                        TestBundle.DIRECTORY.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
    }
}
