package io.percept.publish;

import java.util.Arrays;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The condition of {@link ConditionalOnPart}. */
final class OnPart extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ServicePart[] parts = metadata.getAnnotations()
                .get(ConditionalOnPart.class)
                .getEnumArray(MergedAnnotation.VALUE, ServicePart.class);
        boolean on = Arrays.stream(parts).anyMatch(part -> part.isOn(context.getEnvironment()));
        return new ConditionOutcome(on, ConditionMessage.of("%s: %s", Arrays.toString(parts), on ? "on" : "off"));
    }
}
