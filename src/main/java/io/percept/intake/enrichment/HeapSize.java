package io.percept.intake.enrichment;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * How many bytes of heap a value of the contract takes, by walking over it: records, texts, collections and numbers. Sizes are those
 * of a 64-bit virtual machine with compressed references, rounded up; what is shared counts each time.
 */
final class HeapSize {

    private static final int HEADER = 16;
    private static final int FIELD = 8;
    private static final int BOX = 24;
    /** The object of a text and the header of its array. */
    private static final int TEXT = 48;
    /** A list or an optional, and its array. */
    private static final int CONTAINER = 40;
    /** A node of a map of Caffeine with its links, or of another map. */
    private static final int NODE = 96;

    private HeapSize() {}

    /** Of a key and a value, with the node that holds them. */
    static int ofEntry(Record key, Record value) {
        return (int) Math.min(Integer.MAX_VALUE, NODE + of(key) + of(value));
    }

    static long of(Object value) {
        return switch (value) {
            case null -> 0;
            case Enum<?> constant -> 0;
            case CharSequence text -> TEXT + 2L * text.length();
            case Collection<?> all -> CONTAINER
                    + all.stream().mapToLong(one -> FIELD + of(one)).sum();
            case Map<?, ?> map -> CONTAINER
                    + map.entrySet().stream()
                            .mapToLong(entry -> NODE + of(entry.getKey()) + of(entry.getValue()))
                            .sum();
            case Optional<?> optional -> HEADER + of(optional.orElse(null));
            case Record fields -> ofRecord(fields);
            default -> BOX;
        };
    }

    private static long ofRecord(Record fields) {
        long size = HEADER;
        for (RecordComponent component : fields.getClass().getRecordComponents()) {
            size += FIELD;
            if (!component.getType().isPrimitive()) {
                try {
                    size += of(component.getAccessor().invoke(fields));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("The parts of a public record can be read: " + component, e);
                }
            }
        }
        return size;
    }
}
