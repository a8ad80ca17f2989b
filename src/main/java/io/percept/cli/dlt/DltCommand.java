package io.percept.cli.dlt;

import picocli.CommandLine.Command;

/** What is done with dead letters. */
@Command(
        name = "dlt",
        mixinStandardHelpOptions = true,
        description = "Dead letters: lists them, shows one, sends their events again.",
        subcommands = {ListCommand.class, ShowCommand.class, ReplayCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class DltCommand {}
