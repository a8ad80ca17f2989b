package io.percept.cli.dlt;

import io.percept.contract.ErrorCode;
import io.percept.publish.DeadLetter;
import io.percept.publish.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Which dead letters are meant; all that is given must hold. */
final class LetterFilter implements Predicate<DeadLetter> {

    @Option(names = "--code", split = ",", paramLabel = "CODE", description = "Error codes: ${COMPLETION-CANDIDATES}.")
    private Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);

    @Option(
            names = "--passing",
            description =
                    "Only failures that may pass, such as a slow host. Letters of older versions, which do not say"
                            + " whether theirs may, are left out.")
    private boolean passing;

    @Option(names = "--stack", paramLabel = "DIGEST", description = "The fault, as list and list --summary name it.")
    private Optional<String> stack = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Moment.class,
            description = "2026-01-31T12:00:00Z, 2026-01-31, or how long ago: 90m, 6h, 7d.")
    private Instant since;

    @Option(names = "--until", paramLabel = "TIME", converter = Moment.class, description = "Before this time.")
    private Instant until;

    @Option(names = "--source-topic", paramLabel = "NAME", description = "The topic that the events came from.")
    private Optional<String> sourceTopic = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "The key of the events.")
    private Optional<String> key = Optional.empty();

    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    @Override
    public boolean test(DeadLetter letter) {
        return (codes.isEmpty() || codes.stream().anyMatch(code -> code.name().equals(letter.code())))
                && (!passing || letter.passing().orElse(false))
                && stack.map(letter.stack()::equals).orElse(true)
                && (since == null || !letter.time().isBefore(since))
                && (until == null || letter.time().isBefore(until))
                && sourceTopic
                        .map(name -> letter.original().map(Position::topic).equals(sourceTopic))
                        .orElse(true)
                && key.map(name -> Arrays.equals(
                                name.getBytes(StandardCharsets.UTF_8),
                                letter.originalKey().orElse(null)))
                        .orElse(true);
    }
}
