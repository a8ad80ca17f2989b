package io.percept;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Of the service its configuration alone: all its records, and the check that nothing is set that none of them has. */
@ConfigurationPropertiesScan
@Import(UnknownKeys.class)
public final class EveryRecord {}
