package io.percept.policy;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The policies that are loaded, by name. Immutable. */
public final class Policies {

    private final Map<String, ModerationPolicy> byName;
    private final Set<String> choosable;
    private final ModerationPolicy standard;

    private Policies(Map<String, ModerationPolicy> byName, Set<String> choosable, ModerationPolicy standard) {
        this.byName = Collections.unmodifiableMap(byName);
        this.choosable = choosable;
        this.standard = standard;
    }

    /**
     * Loads the configured policies.
     *
     * @param questions the model's question per label
     * @param documents prepares the worked examples
     * @throws PolicyException where a file cannot be used, two have the same name, or a name stands for none of them
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
        return new Policies(byName, choosable(properties, byName.keySet()), standard);
    }

    private static Set<String> choosable(PolicyProperties properties, Set<String> loaded) {
        if (properties.choosable().isEmpty()) {
            return Collections.unmodifiableSet(loaded);
        }
        if (!loaded.containsAll(properties.choosable())) {
            throw new PolicyException(
                    "percept.policy.choosable is %s, but the loaded policies are %s: name these alone, or load the others with percept.policy.files."
                            .formatted(properties.choosable(), loaded));
        }
        Set<String> choosable = new LinkedHashSet<>(properties.choosable());
        choosable.add(properties.standard());
        return Collections.unmodifiableSet(choosable);
    }

    /**
     * The policy of a name.
     *
     * @param name empty: the configured standard policy
     * @throws PerceptException with {@link ErrorCode#UNKNOWN_POLICY}, also where events may not name the policy
     */
    public ModerationPolicy named(Optional<String> name) {
        if (name.isEmpty()) {
            return standard;
        }
        if (!choosable.contains(name.get())) {
            String refusal = byName.containsKey(name.get())
                    ? "Events may not name the policy '%s': use one of %s, or add it to percept.policy.choosable."
                    : "No policy is named '%s': use one of %s, or load its file with percept.policy.files.";
            throw new PerceptException(ErrorCode.UNKNOWN_POLICY, refusal.formatted(name.get(), List.copyOf(choosable)));
        }
        return byName.get(name.get());
    }

    /** The policy of a name, or the standard one where none is named so that events may name. */
    public ModerationPolicy orStandard(Optional<String> name) {
        return name.filter(choosable::contains).map(byName::get).orElse(standard);
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
