package io.percept.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.percept.contract.v1.Box;
import io.percept.contract.v1.Frame;
import io.percept.contract.v1.PixelBox;
import io.percept.contract.v1.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds {@code schemas/openapi.yaml} to the messages of protobuf: each field under its name in JSON, and no other. */
class OpenApiFieldsTest {

    @Test
    void shouldHaveEveryFieldOfAnEvent() throws IOException {
        assertThat(differences("ImageEvent", io.percept.contract.v1.ImageEvent.getDescriptor()))
                .isEmpty();
    }

    @Test
    void shouldHaveEveryFieldOfAResult() throws IOException {
        assertThat(differences("EnrichmentResult", io.percept.contract.v1.EnrichmentResult.getDescriptor()))
                .isEmpty();
    }

    @Test
    void shouldNoticeAFieldThatIsOnOneSideOnly() throws IOException {
        assertThat(differences("Frame", Frame.getDescriptor())).isEmpty();
        assertThat(differences("Frame", Place.getDescriptor()))
                .containsExactlyInAnyOrder(
                        "Frame.piece is missing",
                        "Frame.character is missing",
                        "Frame.frame is missing",
                        "Frame.index is no field of percept.v1.Place",
                        "Frame.atMs is no field of percept.v1.Place");
    }

    @Test
    void shouldNoticeAFieldOfAnotherType() throws IOException {
        assertThat(differences("PixelBox", PixelBox.getDescriptor())).isEmpty();
        assertThat(differences("PixelBox", Box.getDescriptor())).contains("PixelBox.x1 is integer and not number");
    }

    private static List<String> differences(String component, Descriptor message) throws IOException {
        Walk walk = new Walk(SchemaDocument.read("openapi.yaml"));
        walk.message(component, message, walk.document.at("components", "schemas", component));
        return walk.differences;
    }

    /** A walk over a message and those within it, beside the schema that stands for it. */
    private static final class Walk {

        /** What JSON writes as one string. */
        private static final Set<String> TEXTS = Set.of(
                Timestamp.getDescriptor().getFullName(),
                Duration.getDescriptor().getFullName());

        private final SchemaDocument document;
        private final List<String> differences = new ArrayList<>();
        /** Segments hold segments. */
        private final Set<String> visited = new HashSet<>();

        Walk(SchemaDocument document) {
            this.document = document;
        }

        private void message(String place, Descriptor message, Map<?, ?> schema) {
            requireType(place, "object", schema);
            Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> some ? some : Map.of();
            Set<Object> unknown = new TreeSet<>(properties.keySet());
            for (FieldDescriptor field : message.getFields()) {
                String name = place + "." + field.getJsonName();
                unknown.remove(field.getJsonName());
                if (properties.get(field.getJsonName()) instanceof Map<?, ?> property) {
                    field(name, field, property);
                } else {
                    differences.add(name + " is missing");
                }
            }
            unknown.forEach(name -> differences.add(place + "." + name + " is no field of " + message.getFullName()));
        }

        private void field(String place, FieldDescriptor field, Map<?, ?> schema) {
            if (field.isMapField()) {
                requireType(place, "object", schema);
                value(place, field.getMessageType().findFieldByName("value"), within(schema, "additionalProperties"));
            } else if (field.isRepeated()) {
                requireType(place, "array", schema);
                value(place, field, within(schema, "items"));
            } else {
                value(place, field, schema);
            }
        }

        private static Map<?, ?> within(Map<?, ?> schema, String key) {
            return schema.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
        }

        private void value(String place, FieldDescriptor field, Map<?, ?> schema) {
            if (field.getJavaType() == JavaType.MESSAGE
                    && !TEXTS.contains(field.getMessageType().getFullName())) {
                nested(place, field.getMessageType(), schema);
                return;
            }
            requireType(place, typeOf(field), schema);
            if (field.getJavaType() == JavaType.ENUM) {
                List<String> values = field.getEnumType().getValues().stream()
                        .filter(value -> value.getNumber() != 0)
                        .map(EnumValueDescriptor::getName)
                        .toList();
                if (!values.equals(schema.get("enum"))) {
                    differences.add(place + " is one of " + schema.get("enum") + " and not of " + values);
                }
            }
        }

        private void nested(String place, Descriptor message, Map<?, ?> schema) {
            if (!(schema.get("$ref") instanceof String reference)) {
                message(place, message, schema);
            } else if (visited.add(message.getFullName() + " " + reference)) {
                message(place, message, document.resolve(reference));
            }
        }

        private void requireType(String place, String type, Map<?, ?> schema) {
            if (!type.equals(schema.get("type"))) {
                differences.add(place + " is " + schema.get("type") + " and not " + type);
            }
        }

        /** In protobuf's JSON mapping, which writes 64 bits as text. */
        private static String typeOf(FieldDescriptor field) {
            return switch (field.getJavaType()) {
                case INT -> "integer";
                case FLOAT, DOUBLE -> "number";
                case BOOLEAN -> "boolean";
                case LONG, STRING, BYTE_STRING, ENUM, MESSAGE -> "string";
            };
        }
    }
}
