package io.percept.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command line did. */
public record CommandRun(int status, String out, String errors) {

    public static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine command = PerceptCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(errors, true));
        int status = command.execute(arguments);
        return new CommandRun(status, out.toString(), errors.toString());
    }
}
