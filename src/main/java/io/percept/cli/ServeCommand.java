package io.percept.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stands in the help only: the service itself is started by {@link io.percept.Percept}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the service: Kafka in, Kafka out, HTTP beside (the default).",
            "Configuration follows as --key=value, such as --spring.kafka.bootstrap-servers=host:9092."
        })
final class ServeCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(System.out);
    }
}
