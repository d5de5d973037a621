package dev.flowruntime.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Composes YAML into a tree of plain values, keeping each value's position. */
final class YamlReader {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 64;

    private final String name;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    YamlReader(String name) {
        this.name = name;
    }

    Document read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(50)
                .setAllowRecursiveKeys(false)
                .build();
        Optional<Node> root;
        try {
            root = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text))).getSingleNode();
        } catch (MarkedYamlEngineException e) {
            String problem = e.getProblem() == null ? "not readable" : e.getProblem();
            throw refuse(e.getProblemMark().map(YamlReader::position).orElse(Position.START), problem);
        } catch (YamlEngineException e) {
            throw refuse(Position.START, String.valueOf(e.getMessage()));
        }
        Object tree = root.map(node -> convert(node, "", 0)).orElse(null);
        if (!problems.isEmpty()) {
            throw new DocumentException(problems);
        }
        return new Document(name, tree, Map.copyOf(positions));
    }

    private @Nullable Object convert(Node node, String path, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw refuse(at(node), "the document is too large, nested too deeply or refers to itself");
        }
        positions.putIfAbsent(path, at(node));
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, path, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<@Nullable Object> list = new ArrayList<>(sequence.getValue().size());
            for (Node item : sequence.getValue()) {
                list.add(convert(item, path + "[" + list.size() + "]", depth + 1));
            }
            return Collections.unmodifiableList(list);
        }
        return scalar((ScalarNode) node, path);
    }

    private Map<String, @Nullable Object> mapping(MappingNode node, String path, int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problem(entry.getKeyNode(), path, "a member's name must be a text");
                continue;
            }
            String member = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (members.containsKey(key.getValue())) {
                problem(key, member, "the member stands twice");
                continue;
            }
            positions.put(member, at(key));
            members.put(key.getValue(), convert(entry.getValueNode(), member, depth + 1));
        }
        return Collections.unmodifiableMap(members);
    }

    private @Nullable Object scalar(ScalarNode node, String path) {
        Tag tag = node.getTag();
        String value = node.getValue();
        if (tag.equals(Tag.STR)) {
            return value;
        }
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(value.equalsIgnoreCase("true"));
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return number(node, path);
        }
        problem(node, path, "the tag " + tag.getValue() + " is not supported");
        return null;
    }

    private @Nullable Object number(ScalarNode node, String path) {
        String value = node.getValue();
        try {
            if (node.getTag().equals(Tag.INT)) {
                if (value.startsWith("0x") || value.startsWith("0o")) {
                    return Long.parseLong(value.substring(2), value.charAt(1) == 'x' ? 16 : 8);
                }
                return Long.parseLong(value);
            }
        } catch (NumberFormatException tooLarge) {
            return finite(node, path, Double.parseDouble(value.replaceFirst("^0[xo].*", "NaN")));
        }
        return finite(
                node, path, value.contains(".inf") || value.contains(".nan") ? Double.NaN : Double.parseDouble(value));
    }

    private @Nullable Double finite(Node node, String path, double number) {
        if (!Double.isFinite(number)) {
            problem(node, path, "a number must be finite");
            return null;
        }
        return number;
    }

    private void problem(Node node, String path, String message) {
        problems.add(new Problem(Problem.Severity.ERROR, name, at(node), path, null, message));
    }

    private DocumentException refuse(Position position, String message) {
        return new DocumentException(List.of(new Problem(Problem.Severity.ERROR, name, position, "", null, message)));
    }

    private static Position at(Node node) {
        return node.getStartMark().map(YamlReader::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
