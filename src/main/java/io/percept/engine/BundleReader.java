package io.percept.engine;

import io.percept.contract.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads and checks one bundle directory. */
final class BundleReader {

    private static final List<String> REQUIRED_FILES = List.of(Bundle.ENCODER, Bundle.DECODER, Bundle.TOKENIZER);

    /** Of a bundle that names no language. */
    private static final List<String> ENGLISH = List.of("en");

    private final Path directory;
    private final Path description;

    BundleReader(Path directory) {
        this.directory = directory;
        this.description = directory.resolve(Bundle.DESCRIPTION);
    }

    Bundle read() {
        byte[] source = bytes(description);
        YamlSection root = new YamlSection(description, "", parse(description, source));
        int contract = root.integer("contract");
        if (contract != Bundle.CONTRACT) {
            throw root.refused(
                    "contract", "is " + contract + ", this version of Percept reads contract " + Bundle.CONTRACT);
        }
        String family = root.text("family");
        if (!family.equals("prefix")) {
            throw root.refused("family", "is " + family + ", only prefix is supported");
        }
        Map<String, String> files = root.section("files").textByName();
        checkDigests(root.section("files"), files);
        Bundle bundle = describe(root, Sha256.hex(source), new VariantsReader(root, files.keySet()).read());
        if (bundle.cacheCapacities().getLast() < bundle.decoder().maxPositions()) {
            throw root.refused("cacheCapacities", "must end at decoder.maxPositions or above");
        }
        return bundle;
    }

    private Bundle describe(YamlSection root, String digest, List<BundleVariant> variants) {
        return new Bundle(
                directory,
                digest,
                root.text("name"),
                root.text("version"),
                variants.getFirst(),
                image(root.section("image")),
                decoder(root.section("decoder")),
                root.ascending("cacheCapacities"),
                profiles(root.section("batchProfiles")),
                tokens(root.section("specialTokens")),
                root.positive("locationGrid"),
                prompts(root.section("prompts")),
                moderation(root.section("moderation")),
                root.text("licence"),
                root.texts("languages", ENGLISH),
                root.textByName("plurals"),
                variants);
    }

    private void checkDigests(YamlSection files, Map<String, String> declared) {
        for (String name : REQUIRED_FILES) {
            if (!declared.containsKey(name)) {
                throw files.refused(name, "is missing: every bundle has " + REQUIRED_FILES);
            }
        }
        declared.forEach((name, expected) -> {
            Path file = directory.resolve(name).normalize();
            if (!file.startsWith(directory.normalize())) {
                throw files.refused(name, "points out of the bundle");
            }
            String actual = digest(file);
            if (!actual.equalsIgnoreCase(expected)) {
                throw new BundleException(
                        file, "its SHA-256 is " + actual + ", but bundle.yaml says " + expected + "; copy it again");
            }
        });
    }

    private static BundleImage image(YamlSection image) {
        return new BundleImage(
                image.positive("size"),
                image.decimals("mean", 3),
                image.decimals("std", 3),
                image.text("resampling"),
                image.positive("queries"));
    }

    private static BundleDecoder decoder(YamlSection decoder) {
        String cacheMode = decoder.text("cacheMode");
        if (!cacheMode.equals("rows")) {
            throw decoder.refused("cacheMode", "is " + cacheMode + ", only rows is supported");
        }
        return new BundleDecoder(
                decoder.positive("width"),
                decoder.positive("layers"),
                decoder.positive("heads"),
                decoder.positive("headWidth"),
                decoder.positive("vocabulary"),
                decoder.integer("positionOffset"),
                decoder.positive("maxPositions"));
    }

    private static BatchProfiles profiles(YamlSection profiles) {
        return new BatchProfiles(
                profiles.ascending("encoder"), profiles.ascending("prefill"), profiles.ascending("step"));
    }

    private static SpecialTokens tokens(YamlSection ids) {
        return new SpecialTokens(
                ids.integer("pad"),
                ids.integer("bos"),
                ids.integer("eos"),
                ids.integer("unk"),
                ids.integer("imageStart"),
                ids.integer("imageEnd"),
                ids.integer("imagePad"),
                ids.integer("phraseStart"),
                ids.integer("phraseEnd"),
                ids.integer("objectStart"),
                ids.integer("objectEnd"),
                ids.integer("boxDelimiter"),
                ids.integer("grounding"),
                ids.integer("patchFirst"));
    }

    private static BundlePrompts prompts(YamlSection prompts) {
        return new BundlePrompts(
                prompts.text("caption"),
                prompts.text("describe"),
                prompts.text("groundedCaption"),
                prompts.text("ground"),
                prompts.text("refer"),
                prompts.text("answer"),
                prompts.text("rationale"),
                prompts.text("moderate"),
                prompts.text("choose"),
                prompts.text("chooseImageBefore"),
                prompts.text("chooseImageAfter"),
                prompts.text("example"));
    }

    private static BundleModeration moderation(YamlSection moderation) {
        List<String> candidates = moderation.texts("candidates");
        if (candidates.size() != 2) {
            throw moderation.refused("candidates", "must be two verdicts, the one that applies the label first");
        }
        double temperature = moderation.decimal("temperature");
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw moderation.refused("temperature", "must be finite and above 0, was " + temperature);
        }
        return new BundleModeration(
                candidates, temperature, moderation.section("questions").textByName());
    }

    /** Names of the files of a bundle that is not unpacked yet. */
    static Set<String> files(Path description, byte[] source) {
        return new YamlSection(description, "", parse(description, source))
                .section("files")
                .textByName()
                .keySet();
    }

    private static Object parse(Path description, byte[] source) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(source, StandardCharsets.UTF_8));
        } catch (YAMLException e) {
            throw new BundleException(description, "is not valid YAML: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BundleException(file, Files.exists(file) ? "cannot be read: " + e.getMessage() : "is missing", e);
        }
    }

    private static String digest(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new BundleException(file, Files.exists(file) ? "cannot be read: " + e.getMessage() : "is missing", e);
        }
    }
}
