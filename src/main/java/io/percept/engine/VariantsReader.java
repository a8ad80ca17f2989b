package io.percept.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the variants of one {@code bundle.yaml}. */
final class VariantsReader {

    private static final String STANDARD = "";

    private final YamlSection root;
    private final Set<String> files;

    /** @param files whose digests the bundle has */
    VariantsReader(YamlSection root, Set<String> files) {
        this.root = root;
        this.files = files;
    }

    /** The standard first. */
    List<BundleVariant> read() {
        BundleVariant standard = BundleVariant.standard(root.text("precision"));
        List<BundleVariant> variants = new ArrayList<>(List.of(standard));
        root.sections("variants").forEach((name, section) -> {
            if (name.equals(standard.name())) {
                throw root.refused("variants." + name, "has the name of the bundle's precision");
            }
            variants.add(variant(name, section));
        });
        return variants;
    }

    private BundleVariant variant(String name, YamlSection section) {
        String encoder = graph(section, "encoder");
        String decoder = graph(section, "decoder");
        if (encoder.equals(STANDARD) && decoder.equals(STANDARD)) {
            throw root.refused("variants." + name, "has neither encoder nor decoder");
        }
        YamlSection tolerance = section.section("tolerance");
        return new BundleVariant(
                name,
                encoder.equals(STANDARD) ? Bundle.ENCODER : encoder,
                decoder.equals(STANDARD) ? Bundle.DECODER : decoder,
                new Tolerance(
                        (float) tolerance.decimal("embeddings"),
                        (float) tolerance.decimal("logits"),
                        tolerance.integer("continuations")));
    }

    private String graph(YamlSection section, String key) {
        String file = section.text(key, STANDARD);
        if (!file.equals(STANDARD) && !files.contains(file)) {
            throw section.refused(key, "is " + file + ", whose SHA-256 is not among files");
        }
        return file;
    }
}
