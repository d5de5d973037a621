package dev.flowruntime.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes the plain values of a {@link Document} as YAML that people like to read and that reads back as it was. */
public final class YamlTree {
    /** What a reader of YAML 1.1, or a hasty human, takes for something other than a text. */
    private static final Pattern MISTAKABLE = Pattern.compile(
            "(?i)y|n|yes|no|on|off|true|false|null|~|[-+]?[0-9][0-9_,.:eEtTzZ+-]*|[-+]?\\.(inf|nan|[0-9].*)|0[xob].*|=|<<");

    private YamlTree() {}

    /** @throws IllegalArgumentException for a value of another type */
    public static String write(@Nullable Object tree) {
        DumpSettings settings = DumpSettings.builder()
                .setSchema(new CoreSchema())
                .setIndent(2)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setSplitLines(false)
                .setMaxSimpleKeyLength(1024)
                .build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node(tree)).iterator());
    }

    private static Node node(@Nullable Object value) {
        if (value == null) {
            return scalar(Tag.NULL, "null");
        }
        if (value instanceof String text) {
            return new ScalarNode(Tag.STR, text, style(text));
        }
        if (value instanceof Boolean flag) {
            return scalar(Tag.BOOL, flag.toString());
        }
        if (value instanceof Long number) {
            return scalar(Tag.INT, number.toString());
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return scalar(Tag.FLOAT, number.toString());
        }
        if (value instanceof Map<?, ?> map) {
            return mapping(map);
        }
        if (value instanceof List<?> list) {
            return new SequenceNode(
                    Tag.SEQ,
                    list.stream().map(YamlTree::node).toList(),
                    list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        }
        throw new IllegalArgumentException("a document has no value of " + value.getClass());
    }

    private static Node mapping(Map<?, ?> map) {
        List<NodeTuple> entries = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = (String) entry.getKey();
            ScalarStyle style = isVisible(name) ? style(name) : ScalarStyle.DOUBLE_QUOTED;
            entries.add(new NodeTuple(new ScalarNode(Tag.STR, name, style), node(entry.getValue())));
        }
        return new MappingNode(Tag.MAP, entries, map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static ScalarStyle style(String text) {
        if (isVisible(text)) {
            return MISTAKABLE.matcher(text).matches() ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN;
        }
        boolean isLines = isVisible(text.replace("\n", "")) && !Character.isWhitespace(text.charAt(0));
        return isLines ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED;
    }

    /** Whether every reader takes the characters as they are, in quotes or without. */
    private static boolean isVisible(String text) {
        return text.codePoints().allMatch(c -> isVisible(Character.getType(c)));
    }

    private static boolean isVisible(int characterType) {
        return switch (characterType) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static ScalarNode scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}
