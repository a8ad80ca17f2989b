package io.percept.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a policy file in YAML and refuses what it does not understand, naming file and key. */
public final class PolicyFile {

    private static final Set<String> KEYS = Set.of("name", "version", "labels");
    private static final Set<String> LABEL_KEYS = Set.of("question", "review", "block", "observeOnly");
    private static final String PACKAGED = "/policies/default.yaml";

    private final String file;
    private final Map<String, String> questions;

    private PolicyFile(String file, Map<String, String> questions) {
        this.file = file;
        this.questions = questions;
    }

    /**
     * Reads a file.
     *
     * @param questions the model's question per label, for labels without one of their own
     * @throws PolicyException where the file cannot be used
     */
    public static ModerationPolicy read(Path path, Map<String, String> questions) {
        try {
            return new PolicyFile(path.toString(), questions).parse(Files.readString(path));
        } catch (NoSuchFileException e) {
            throw new PolicyException("Policy file " + path + " does not exist: mend percept.policy.files.", e);
        } catch (IOException e) {
            throw new PolicyException("Policy file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The policy that is shipped in the jar. */
    public static ModerationPolicy packaged(Map<String, String> questions) {
        try (InputStream in = PolicyFile.class.getResourceAsStream(PACKAGED)) {
            if (in == null) {
                throw new PolicyException("The jar holds no " + PACKAGED + ": build it again.");
            }
            return new PolicyFile("classpath:" + PACKAGED, questions)
                    .parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PolicyException("The jar's " + PACKAGED + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ModerationPolicy parse(String yaml) {
        Object root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new PolicyException("Policy file " + file + " is not valid YAML: " + e.getMessage(), e);
        }
        Map<?, ?> policy = mapping(root, "the file");
        refuseOthers(policy, KEYS, "");
        List<LabelRule> rules = new ArrayList<>();
        mapping(policy.get("labels"), "labels").forEach((label, rule) -> rules.add(rule(String.valueOf(label), rule)));
        if (rules.isEmpty()) {
            throw refused("labels", "is empty: a policy judges at least one label");
        }
        return new ModerationPolicy(text(policy, "name"), text(policy, "version"), rules);
    }

    private LabelRule rule(String label, Object value) {
        String path = "labels." + label;
        Map<?, ?> rule = mapping(value, path);
        refuseOthers(rule, LABEL_KEYS, path + ".");
        double review = threshold(rule, path, "review");
        double block = rule.containsKey("block") ? threshold(rule, path, "block") : LabelRule.NEVER;
        if (block < review) {
            throw refused(
                    path + ".block", "is below review (%s < %s): block is the stricter one".formatted(block, review));
        }
        Object observeOnly = rule.containsKey("observeOnly") ? rule.get("observeOnly") : Boolean.FALSE;
        if (!(observeOnly instanceof Boolean observed)) {
            throw refused(path + ".observeOnly", "must be true or false, was " + observeOnly);
        }
        return new LabelRule(label, question(rule, label, path), review, block, observed);
    }

    private String question(Map<?, ?> rule, String label, String path) {
        Object own = rule.get("question");
        String question = own == null ? questions.get(label) : String.valueOf(own);
        if (question == null || question.isBlank()) {
            throw refused(
                    path + ".question",
                    "is missing, and the model has no question of its own for this label; it has "
                            + questions.keySet());
        }
        return question;
    }

    private double threshold(Map<?, ?> rule, String path, String key) {
        if (!(rule.get(key) instanceof Number number) || number.doubleValue() < 0 || number.doubleValue() > 1) {
            throw refused(path + "." + key, "must be a number in 0..1, was " + rule.get(key));
        }
        return number.doubleValue();
    }

    private String text(Map<?, ?> section, String key) {
        Object value = section.get(key);
        if (value == null || String.valueOf(value).isBlank()) {
            throw refused(key, "is missing");
        }
        return String.valueOf(value);
    }

    private Map<?, ?> mapping(Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw refused(path, value == null ? "is missing" : "must be a mapping of keys to values");
        }
        return map;
    }

    private void refuseOthers(Map<?, ?> section, Set<String> known, String prefix) {
        for (Object key : section.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw refused(
                        prefix + key,
                        "is unknown; known are " + known.stream().sorted().toList());
            }
        }
    }

    private PolicyException refused(String key, String reason) {
        return new PolicyException("Policy file " + file + ": " + key + " " + reason + ".");
    }
}
