package io.percept.policy;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Takes for integers only those whose decimal form is what the file has. YAML 1.1 has others, which stay texts here: {@code 12:30} would be
 * 750, {@code 010} 8, {@code 0x10} 16, and {@code 2026_11_24} 20261124.
 */
final class PlainIntegers extends Resolver {

    private static final Pattern PLAIN = Pattern.compile("0|-?[1-9][0-9]*");

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        Tag tag = super.resolve(kind, value, implicit);
        return tag.equals(Tag.INT) && !PLAIN.matcher(value).matches() ? Tag.STR : tag;
    }
}
