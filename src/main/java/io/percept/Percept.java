package io.percept;

import io.percept.cli.PerceptCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Percept: the service by default, or the command that the arguments name. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Percept {

    public static void main(String[] arguments) {
        if (PerceptCommand.serves(arguments)) {
            boolean named = arguments.length > 0 && arguments[0].equals("serve");
            SpringApplication.run(
                    Percept.class, named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
        } else {
            System.exit(PerceptCommand.run(arguments));
        }
    }
}
