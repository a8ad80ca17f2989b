package io.percept.cli.dlt;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses a command line, with the exit status of a wrong one. */
final class Refusals {

    private Refusals() {}

    static void unless(boolean holds, CommandSpec command, String sentence) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), sentence);
        }
    }
}
