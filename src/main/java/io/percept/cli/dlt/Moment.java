package io.percept.cli.dlt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time as one types it: {@code 2026-01-31T12:00:00Z}, {@code 2026-01-31}, or how long ago, as in {@code 90m}. */
final class Moment implements ITypeConverter<Instant> {

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    private final Clock clock;

    Moment() {
        this(Clock.systemUTC());
    }

    Moment(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            String amount = ago.group(1) + ago.group(2).toUpperCase(Locale.ROOT);
            return clock.instant().minus(Duration.parse(amount.endsWith("D") ? "P" + amount : "PT" + amount));
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text
                    + "' is no time: use 2026-01-31T12:00:00Z, 2026-01-31, or how long ago as in 90m, 6h, 7d");
        }
    }
}
