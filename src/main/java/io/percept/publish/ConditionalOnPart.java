package io.percept.publish;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * For what is there only while a part of the service is on. Boot's conditions on properties compare texts, so that one that says
 * {@code off} would be on for them and off for the records.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(OnPart.class)
public @interface ConditionalOnPart {

    /** Of several, one that is on is enough. */
    ServicePart[] value();
}
