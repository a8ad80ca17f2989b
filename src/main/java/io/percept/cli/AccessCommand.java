package io.percept.cli;

import io.percept.web.access.ApiKey;
import io.percept.web.access.Role;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks after access to the HTTP API. */
@Command(name = "access", mixinStandardHelpOptions = true, description = "Looks after access to the HTTP API.")
final class AccessCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getErr());
    }

    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = {
                "Makes an API key. The key, which is kept nowhere, goes to the standard error; what to put into the service's",
                "configuration, which has the key's digest only, to the standard output."
            })
    int key(
            @Option(
                            names = "--role",
                            required = true,
                            split = ",",
                            paramLabel = "ROLE",
                            description = "What its holder may do: ${COMPLETION-CANDIDATES}. Again for more.")
                    Set<Role> roles,
            @Option(
                            names = "--name",
                            defaultValue = "client",
                            paramLabel = "NAME",
                            description = "Who holds it. Default: ${DEFAULT-VALUE}.")
                    String name) {
        String key = ApiKey.generate();
        PrintWriter out = command.commandLine().getOut();
        out.println("percept:");
        out.println("  access:");
        out.println("    mode: keys");
        out.println("    keys:");
        out.printf("      - name: \"%s\"%n", name.replaceAll("[\\\\\"\\p{Cntrl}]", "_"));
        out.printf("        digest: \"%s\"%n", ApiKey.digest(key));
        out.printf(
                "        roles: [%s]%n",
                EnumSet.copyOf(roles).stream().map(Role::label).collect(Collectors.joining(", ")));
        out.flush();
        command.commandLine().getErr().printf("For the holder, shown this once: %s%n", key);
        command.commandLine().getErr().flush();
        return 0;
    }
}
