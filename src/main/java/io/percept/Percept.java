package io.percept;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Percept. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Percept {

    public static void main(String[] arguments) {
        SpringApplication.run(Percept.class, arguments);
    }
}
