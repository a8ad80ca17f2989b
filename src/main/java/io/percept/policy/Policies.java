package io.percept.policy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies that are loaded, by name. Immutable. */
public final class Policies {

    private final Map<String, ModerationPolicy> byName;
    private final ModerationPolicy standard;

    private Policies(Map<String, ModerationPolicy> byName, ModerationPolicy standard) {
        this.byName = Collections.unmodifiableMap(byName);
        this.standard = standard;
    }

    /**
     * Loads the configured policies.
     *
     * @param questions the model's question per label
     * @param documents prepares the worked examples
     * @throws PolicyException where a file cannot be used, or two have the same name
     */
    public static Policies load(
            PolicyProperties properties, Map<String, String> questions, ExampleSetReader.Documents documents) {
        Map<String, ModerationPolicy> byName = new LinkedHashMap<>();
        if (properties.files().isEmpty()) {
            ModerationPolicy packaged = PolicyFile.packaged(questions, documents);
            byName.put(packaged.name(), packaged);
        }
        for (Path file : properties.files()) {
            ModerationPolicy policy = PolicyFile.read(file, questions, documents);
            if (byName.put(policy.name(), policy) != null) {
                throw new PolicyException(
                        "Policy file " + file + ": name '" + policy.name() + "' is taken by a file before it.");
            }
        }
        ModerationPolicy standard = byName.get(properties.standard());
        if (standard == null) {
            throw new PolicyException("percept.policy.standard is '%s', but the loaded policies are %s."
                    .formatted(properties.standard(), byName.keySet()));
        }
        return new Policies(byName, standard);
    }

    /**
     * The policy of a name.
     *
     * @param name empty: the configured standard policy
     * @throws PerceptException with {@link ErrorCode#UNKNOWN_POLICY}
     */
    public ModerationPolicy named(Optional<String> name) {
        if (name.isEmpty()) {
            return standard;
        }
        ModerationPolicy policy = byName.get(name.get());
        if (policy == null) {
            throw new PerceptException(
                    ErrorCode.UNKNOWN_POLICY,
                    "No policy is named '%s': use one of %s, or load its file with percept.policy.files."
                            .formatted(name.get(), List.copyOf(byName.keySet())));
        }
        return policy;
    }

    /** The policy of a name, or the standard one where none is named so. */
    public ModerationPolicy orStandard(Optional<String> name) {
        return name.map(byName::get).orElse(standard);
    }

    /** The policy of events that name none. */
    public ModerationPolicy standard() {
        return standard;
    }

    /** Every policy, the first loaded first. */
    public Collection<ModerationPolicy> all() {
        return byName.values();
    }
}
