package io.percept.cli.dlt;

import io.percept.publish.DeadLetter;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A place in the topic of the dead letters, written {@code PARTITION@OFFSET}. */
record PartitionOffset(int partition, long offset) implements Comparable<PartitionOffset> {

    private static final Comparator<PartitionOffset> ORDER =
            Comparator.comparingInt(PartitionOffset::partition).thenComparingLong(PartitionOffset::offset);

    static PartitionOffset of(DeadLetter letter) {
        return new PartitionOffset(letter.record().partition(), letter.record().offset());
    }

    @Override
    public int compareTo(PartitionOffset other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }

    /** Reads one from the command line. */
    static final class Converter implements ITypeConverter<PartitionOffset> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

        @Override
        public PartitionOffset convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is no place: use PARTITION@OFFSET as list shows it, such as 2@17");
            }
            return new PartitionOffset(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
        }
    }
}
