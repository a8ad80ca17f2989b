package io.percept.cli.dlt;

import io.percept.cli.topic.BrokerOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the dead letters are, and how one gets there. */
final class LetterOptions {

    @Mixin
    private BrokerOptions broker;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "image-events-dlt",
            description = "The topic of the dead letters. Default: ${DEFAULT-VALUE}.")
    private String topic;

    BrokerOptions broker() {
        return broker;
    }

    String topic() {
        return topic;
    }
}
