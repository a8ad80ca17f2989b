package io.percept.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest names. */
final class PerceptVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(PerceptVersion.class.getPackage().getImplementationVersion())
                .orElse("(development)");
        return new String[] {"percept " + version, "Java " + Runtime.version()};
    }
}
