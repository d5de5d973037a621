package dev.flowruntime.definition;

import dev.flowruntime.definition.Display.Icon;
import dev.flowruntime.definition.Display.StyleVariant;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Members;
import dev.flowruntime.document.Problems;
import dev.flowruntime.document.Spelling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outer form of a flow document: everything but the members that a node has because of its type. It goes on
 * after a complaint, so what it hands out is only worth something when there was none.
 */
final class FlowReader {
    static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    static final Pattern INTENT = Pattern.compile("[a-z][a-z0-9_.-]{0,127}");
    static final int MAX_NAME = 255;
    static final int MAX_NODES = 500;
    static final List<String> TRIGGERS = List.of("trigger.chat", "trigger.event");

    private static final List<String> STYLES =
            Arrays.stream(StyleVariant.values()).map(StyleVariant::word).toList();

    /**
     * What was read.
     *
     * @param paths where each node stands
     */
    record Draft(Flow flow, List<String> paths) {}

    private record Site(String path, Node node) {}

    private final Problems problems;

    FlowReader(Problems problems) {
        this.problems = problems;
    }

    /** @throws DocumentException when the document is no mapping at all */
    Draft read(Document document) {
        Members root = new Members(document.mapping(), "", problems);
        String code = code(root);
        String name = name(root, "name", MAX_NAME);
        String description = root.text("description");
        String failureText = root.text("failure_text", Flow.FAILURE_TEXT);
        Trigger trigger = trigger(root, name);
        List<Site> sites = nodes(root);
        root.refuseUnknown();
        Flow flow = new Flow(
                code,
                name,
                description,
                failureText,
                trigger,
                sites.stream().map(Site::node).toList());
        return new Draft(flow, sites.stream().map(Site::path).toList());
    }

    private static String code(Members root) {
        String code = root.requiredText("flow");
        if (root.value("flow") instanceof String && !CODE.matcher(code).matches()) {
            root.error(
                    "flow", "is not a code of lower-case letters, digits and _ (64 at most, a letter first): " + code);
        }
        return code;
    }

    private static String name(Members members, String member, int longest) {
        String name = members.requiredText(member);
        if (members.value(member) instanceof String && name.isBlank()) {
            members.error(member, "must not be empty");
        }
        if (name.codePointCount(0, name.length()) > longest) {
            members.error(member, "is longer than " + longest + " characters");
        }
        return name;
    }

    private Trigger trigger(Members root, String name) {
        Members trigger = root.members("trigger");
        if (trigger == null) {
            if (root.value("trigger") == null) {
                root.error("trigger", "is required");
            }
            return new EventTrigger("", null);
        }
        String type = trigger.requiredText("type");
        return switch (type) {
            case "trigger.chat" -> chatTrigger(trigger, name);
            case "trigger.event" -> eventTrigger(trigger);
            default -> {
                if (trigger.value("type") instanceof String) {
                    trigger.error("type", "is neither trigger.chat nor trigger.event" + Spelling.hint(type, TRIGGERS));
                }
                yield new EventTrigger("", null);
            }
        };
    }

    private static ChatTrigger chatTrigger(Members trigger, String name) {
        String intent = trigger.requiredText("intent_name");
        if (trigger.value("intent_name") instanceof String
                && !INTENT.matcher(intent).matches()) {
            trigger.error(
                    "intent_name",
                    "is not a name of lower-case letters, digits, dots, - and _ (128 at most, a letter first): "
                            + intent);
        }
        ChatTrigger chat = new ChatTrigger(
                intent,
                trigger.text("description"),
                trigger.texts("examples"),
                trigger.texts("required_entities"),
                display(trigger.members("display"), name));
        trigger.refuseUnknown();
        return chat;
    }

    private static Display display(@Nullable Members display, String name) {
        if (display == null) {
            return Display.of(name);
        }
        Display read = new Display(
                display.text("label", name),
                display.text("subtitle"),
                icon(display.members("icon")),
                display.text("accent_color"),
                StyleVariant.of(display.word("style_variant", STYLES)),
                display.flag("pinned", false),
                display.integer("priority", 0, Integer.MIN_VALUE, Integer.MAX_VALUE));
        display.refuseUnknown();
        return read;
    }

    private static @Nullable Icon icon(@Nullable Members icon) {
        if (icon == null) {
            return null;
        }
        Icon read = new Icon(icon.requiredText("kind"), icon.requiredText("value"));
        icon.refuseUnknown();
        return read;
    }

    private static EventTrigger eventTrigger(Members trigger) {
        EventTrigger event = new EventTrigger(name(trigger, "event_name", MAX_NAME), trigger.text("filter"));
        trigger.refuseUnknown();
        return event;
    }

    private List<Site> nodes(Members root) {
        Map<String, String> seen = new HashMap<>();
        List<Site> sites = root.each("nodes", members -> node(members, seen));
        if (root.value("nodes") == null) {
            root.error("nodes", "is required");
        } else if (root.value("nodes") instanceof List<?> list && list.isEmpty()) {
            root.error("nodes", "needs at least one node");
        } else if (sites.size() > MAX_NODES) {
            root.error("nodes", "has " + sites.size() + " nodes, " + MAX_NODES + " are the most");
        }
        return sites;
    }

    /** @param seen the path of each id that came before */
    private Site node(Members members, Map<String, String> seen) {
        String id = members.requiredText("id");
        String type = members.requiredText("type");
        if (id.equals(Flow.END)) {
            problems.error(members.path("id"), id, "end is not an id: as a target it completes the flow");
        } else if (members.value("id") instanceof String && !CODE.matcher(id).matches()) {
            problems.error(
                    members.path("id"),
                    id,
                    "is not an id of lower-case letters, digits and _ (64 at most, a letter first): " + id);
        }
        String first = id.isEmpty() ? null : seen.putIfAbsent(id, members.path());
        if (first != null) {
            problems.error(members.path("id"), id, first + " has the id " + id + " too");
        }
        Map<String, @Nullable Object> others = new LinkedHashMap<>(members.all());
        others.remove("id");
        others.remove("type");
        return new Site(members.path(), new Node(id, type, others));
    }
}
