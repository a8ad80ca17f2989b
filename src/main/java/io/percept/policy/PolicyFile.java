package io.percept.policy;

import io.percept.prompt.LabelQuestion;
import io.percept.prompt.WorkedExample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** Reads a policy file in YAML and refuses what it does not understand, naming file and key. */
public final class PolicyFile {

    private static final List<String> KEYS = List.of(
            "name", "version", "labels", "temperature", "evidence", "late", "unseen", "examples", "moderateWith");
    private static final List<String> LABEL_KEYS =
            List.of("question", "temperature", "review", "block", "observeOnly", "evidence");
    private static final PolicySource PACKAGED = new PolicySource.Packaged("/policies/", "default.yaml");

    private final PolicySource source;
    private final Map<String, String> questions;
    private final PolicyDigest digest = new PolicyDigest();
    private final ExampleSetReader examples;

    private PolicyFile(PolicySource source, Map<String, String> questions, ExampleSetReader.Documents documents) {
        this.source = source;
        this.questions = questions;
        this.examples = new ExampleSetReader(source, documents, digest);
    }

    /**
     * Reads a file, and the images of its worked examples.
     *
     * @param questions the model's question per label, for labels without one of their own
     * @throws PolicyException where the file cannot be used
     */
    public static ModerationPolicy read(
            Path path, Map<String, String> questions, ExampleSetReader.Documents documents) {
        return new PolicyFile(new PolicySource.InFolder(path), questions, documents).parse();
    }

    /** The policy that is shipped in the jar. */
    public static ModerationPolicy packaged(Map<String, String> questions, ExampleSetReader.Documents documents) {
        return new PolicyFile(PACKAGED, questions, documents).parse();
    }

    private ModerationPolicy parse() {
        byte[] bytes = source.read();
        digest.add(bytes);
        PolicySection policy = PolicySection.root(source.name(), yaml(bytes)).only(KEYS);
        Optional<PolicySection> temperatures = policy.optionalSection("temperature");
        temperatures.ifPresent(section -> section.only(List.of("moderate", "choose")));
        PolicySection labels = policy.section("labels");
        Map<String, List<WorkedExample>> sets = policy.optionalSection("examples")
                .map(section -> examples.read(section, labels.keys()))
                .orElse(Map.of());
        Optional<String> moderateWith = policy.optionalText("moderateWith");
        moderateWith.filter(set -> !sets.containsKey(set)).ifPresent(set -> {
            throw policy.refused("moderateWith", "is '" + set + "', but the sets of `examples` are " + sets.keySet());
        });
        return new ModerationPolicy(
                policy.text("name"),
                policy.textOrInteger("version") + (sets.isEmpty() ? "" : "+" + digest.shortHex()),
                rules(labels, temperature(temperatures, "moderate")),
                policy.flag("evidence"),
                policy.word("late", LateEvents.class),
                policy.word("unseen", PartlySeen.class),
                temperature(temperatures, "choose").orElse(1),
                sets,
                moderateWith);
    }

    private Object yaml(byte[] bytes) {
        LoaderOptions options = new LoaderOptions();
        // Of two entries of one label the second, perhaps the milder, would stand alone.
        options.setAllowDuplicateKeys(false);
        try {
            // Nothing is written; there is no constructor for a resolver without what writes.
            DumperOptions writing = new DumperOptions();
            Yaml yaml = new Yaml(
                    new SafeConstructor(options), new Representer(writing), writing, options, new PlainIntegers());
            return yaml.load(new String(bytes, StandardCharsets.UTF_8));
        } catch (YAMLException e) {
            throw new PolicyException("Policy file " + source.name() + " is not valid YAML: " + e.getMessage(), e);
        }
    }

    private static OptionalDouble temperature(Optional<PolicySection> temperatures, String key) {
        return temperatures.map(section -> section.temperature(key)).orElse(OptionalDouble.empty());
    }

    /** @param temperature of labels without one of their own */
    private List<LabelRule> rules(PolicySection labels, OptionalDouble temperature) {
        List<LabelRule> rules = new ArrayList<>();
        labels.sections().forEach((label, rule) -> rules.add(rule(label, rule.only(LABEL_KEYS), temperature)));
        if (rules.isEmpty()) {
            throw new PolicyException(
                    "Policy file " + source.name() + ": labels is empty: a policy judges at least one label.");
        }
        return rules;
    }

    private LabelRule rule(String label, PolicySection rule, OptionalDouble temperature) {
        double review = rule.threshold("review");
        double block = rule.has("block") ? rule.threshold("block") : LabelRule.NEVER;
        if (block < review) {
            throw rule.refused(
                    "block", "is below review (%s < %s): block is the stricter one".formatted(block, review));
        }
        OptionalDouble own = rule.temperature("temperature");
        return new LabelRule(
                label,
                new LabelQuestion(question(label, rule), own.isPresent() ? own : temperature),
                review,
                block,
                rule.flag("observeOnly"),
                rule.has("evidence") ? rule.texts("evidence") : List.of());
    }

    private String question(String label, PolicySection rule) {
        return rule.optionalText("question")
                .or(() -> Optional.ofNullable(questions.get(label)).filter(text -> !text.isBlank()))
                .orElseThrow(() -> rule.refused(
                        "question",
                        "is missing, and the model has no question of its own for this label; it has "
                                + questions.keySet()));
    }
}
