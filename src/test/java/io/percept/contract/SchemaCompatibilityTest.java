package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the schemas to what was committed: whoever was built with {@code schemas/percept.binpb} must be able to read and
 * write with the schemas of today. After an addition, copy {@code target/percept.binpb} over it.
 */
class SchemaCompatibilityTest {

    private static final Path COMMITTED = Path.of("schemas/percept.binpb");
    private static final Path TODAY = Path.of("target/percept.binpb");

    @Test
    void shouldKeepEveryMessageFieldAndValueThatWasPublished() throws IOException {
        assertThat(breaks(read(COMMITTED), read(TODAY))).isEmpty();
    }

    @Test
    void shouldHaveCommittedTheSchemasOfToday() throws IOException {
        assertThat(ours(read(TODAY)))
                .as("additions are fine: cp target/percept.binpb schemas/percept.binpb")
                .isEqualTo(ours(read(COMMITTED)));
    }

    @Test
    void shouldNoticeAFieldThatChangesItsNumber() throws IOException {
        FileDescriptorSet committed = read(COMMITTED);

        assertThat(breaks(committed, renumbered(committed))).isNotEmpty();
    }

    private static FileDescriptorSet renumbered(FileDescriptorSet set) {
        FileDescriptorSet.Builder changed = set.toBuilder();
        for (FileDescriptorProto.Builder file : changed.getFileBuilderList()) {
            if (file.getPackage().startsWith("percept")) {
                file.getMessageTypeBuilder(0).getFieldBuilder(0).setNumber(99);
            }
        }
        return changed.build();
    }

    private static FileDescriptorSet read(Path file) throws IOException {
        return FileDescriptorSet.parseFrom(Files.readAllBytes(file));
    }

    private static Map<String, FileDescriptorProto> ours(FileDescriptorSet set) {
        return set.getFileList().stream()
                .filter(file -> file.getPackage().startsWith("percept"))
                .collect(Collectors.toMap(FileDescriptorProto::getName, Function.identity()));
    }

    private static List<String> breaks(FileDescriptorSet before, FileDescriptorSet now) {
        Map<String, DescriptorProto> messages = messages(now);
        Map<String, EnumDescriptorProto> enums = enums(now);
        List<String> breaks = new ArrayList<>();
        messages(before).forEach((name, message) -> {
            DescriptorProto today = messages.getOrDefault(name, DescriptorProto.getDefaultInstance());
            for (FieldDescriptorProto field : message.getFieldList()) {
                if (today.getFieldList().stream().noneMatch(other -> isSame(field, other))) {
                    breaks.add(name + "." + field.getName() + " = " + field.getNumber() + " is gone or changed");
                }
            }
        });
        enums(before).forEach((name, values) -> {
            EnumDescriptorProto today = enums.getOrDefault(name, EnumDescriptorProto.getDefaultInstance());
            for (EnumValueDescriptorProto value : values.getValueList()) {
                if (!today.getValueList().contains(value)) {
                    breaks.add(name + "." + value.getName() + " is gone or changed");
                }
            }
        });
        return breaks;
    }

    private static boolean isSame(FieldDescriptorProto field, FieldDescriptorProto other) {
        return field.getNumber() == other.getNumber()
                && field.getName().equals(other.getName())
                && field.getType() == other.getType()
                && field.getTypeName().equals(other.getTypeName())
                && field.getLabel() == other.getLabel()
                && field.hasOneofIndex() == other.hasOneofIndex();
    }

    private static Map<String, DescriptorProto> messages(FileDescriptorSet set) {
        return ours(set).values().stream()
                .flatMap(file -> file.getMessageTypeList().stream())
                .flatMap(message -> Stream.concat(Stream.of(message), message.getNestedTypeList().stream()))
                .collect(Collectors.toMap(DescriptorProto::getName, Function.identity(), (one, other) -> one));
    }

    private static Map<String, EnumDescriptorProto> enums(FileDescriptorSet set) {
        return ours(set).values().stream()
                .flatMap(file -> file.getEnumTypeList().stream())
                .collect(Collectors.toMap(EnumDescriptorProto::getName, Function.identity()));
    }
}
