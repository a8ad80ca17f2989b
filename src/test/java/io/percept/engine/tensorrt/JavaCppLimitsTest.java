package io.percept.engine.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class JavaCppLimitsTest {

    private final Properties properties = new Properties();

    @Test
    void shouldLiftBothLimits() {
        JavaCppLimits.lift(properties);

        assertThat(properties.getProperty("org.bytedeco.javacpp.maxBytes")).isEqualTo("0");
        assertThat(properties.getProperty("org.bytedeco.javacpp.maxPhysicalBytes"))
                .isEqualTo("0");
    }

    @Test
    void shouldLeaveWhatAnOperatorHasSetInEitherSpelling() {
        properties.setProperty("org.bytedeco.javacpp.maxbytes", "8g");
        properties.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "16g");

        JavaCppLimits.lift(properties);

        assertThat(properties.getProperty("org.bytedeco.javacpp.maxBytes")).isNull();
        assertThat(properties.getProperty("org.bytedeco.javacpp.maxPhysicalBytes"))
                .isEqualTo("16g");
    }
}
