package dev.flowruntime.node;

import dev.flowruntime.document.Members;
import dev.flowruntime.expression.Expression;
import dev.flowruntime.expression.ExpressionException;
import dev.flowruntime.expression.Reference;
import dev.flowruntime.expression.Roots;
import dev.flowruntime.expression.Template;
import dev.flowruntime.expression.UrlTemplate;
import dev.flowruntime.expression.ValueTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one node while it is compiled: hands out what they say, compiled, and notes what the linter wants to know
 * of them. What does not compile is complained of, and something harmless is handed out in its place.
 */
public final class NodeSource {
    /**
     * A place where the execution may go on.
     *
     * @param member the path of the member that names it
     */
    public record Target(String member, String node) {}

    /**
     * A value that a member reads.
     *
     * @param member the path of the member
     */
    public record Read(String member, Reference reference) {}

    private static final Set<String> COMMON = Set.of("id", "type", "next", "on_error", "on_timeout");

    private final String id;
    private final Map<String, @Nullable Object> tree;
    private final Members members;
    private final List<Target> targets = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private @Nullable Set<String> outputs;
    private boolean pauses;

    public NodeSource(String id, Map<String, @Nullable Object> tree, Members members) {
        this.id = id;
        this.tree = tree;
        this.members = members;
    }

    public String id() {
        return id;
    }

    /** The members as they stand in the document. */
    public Members members() {
        return members;
    }

    /** The targets handed out so far, in the order in which they were asked for. */
    public List<Target> targets() {
        return List.copyOf(targets);
    }

    /** What the expressions handed out so far read. */
    public List<Read> reads() {
        return List.copyOf(reads);
    }

    /** Says which members the node's output has; without it, whatever the node yields may be read. */
    public void yields(Collection<String> names) {
        outputs = Set.copyOf(names);
    }

    /** Says that the node may wait, so that a cycle through it takes its time. */
    public void pauses() {
        pauses = true;
    }

    /** The members of the node's output, none for a node without one; null when they cannot be told. */
    public @Nullable Set<String> outputs() {
        return outputs;
    }

    public boolean mayPause() {
        return pauses;
    }

    /** Warns of a member that may be as it is meant. */
    void warn(String name, String message) {
        members.problems().warning(members.path(name), id, message);
    }

    /** Null when the member is absent. */
    public @Nullable Template template(String name) {
        String text = members.text(name);
        return text == null ? null : template(members, name, text);
    }

    public Template requiredTemplate(String name) {
        return template(members, name, members.requiredText(name));
    }

    /** A template that stands deeper, in a member of one of the node's members. */
    Template template(Members owner, String name, String text) {
        try {
            Template template = Template.compile(text);
            note(owner.path(name), template.references());
            return template;
        } catch (ExpressionException e) {
            owner.error(name, e.getMessage());
            return Template.compile("");
        }
    }

    /** A URL whose insertions stand for pieces of its path and query; null, and a complaint, when there is none that compiles. */
    public @Nullable UrlTemplate requiredUrl(String name) {
        String text = members.requiredText(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            UrlTemplate url = UrlTemplate.compile(text);
            note(members.path(name), url.references());
            return url;
        } catch (ExpressionException e) {
            members.error(name, e.getMessage());
            return null;
        }
    }

    /** Any value whose texts are templates; null when the member is absent. */
    public @Nullable ValueTemplate value(String name) {
        Object value = members.value(name);
        return value == null ? null : compile(members, name, value);
    }

    private ValueTemplate compile(Members owner, String name, @Nullable Object value) {
        try {
            ValueTemplate template = ValueTemplate.compile(value);
            if (!template.references().isEmpty()) {
                inspect(owner, name, value);
            }
            return template;
        } catch (ExpressionException e) {
            if (inspect(owner, name, value) == 0) {
                owner.error(name, e.getMessage());
            }
            return ValueTemplate.compile(null);
        }
    }

    /** Notes what the texts in a value read and complains of those that do not compile, each where it stands. */
    private int inspect(Members owner, String path, @Nullable Object value) {
        int complaints = 0;
        if (value instanceof String text) {
            try {
                note(owner.path(path), Template.compile(text).references());
            } catch (ExpressionException e) {
                owner.error(path, e.getMessage());
                complaints++;
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                complaints += inspect(owner, path + "." + entry.getKey(), entry.getValue());
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                complaints += inspect(owner, path + "[" + i + "]", list.get(i));
            }
        }
        return complaints;
    }

    /** The members that a host's node has, all of them, as one template. */
    ValueTemplate openMembers() {
        Map<String, @Nullable Object> open = new LinkedHashMap<>(tree);
        open.keySet().removeAll(COMMON);
        open.forEach((name, value) -> {
            members.value(name);
            compile(members, name, value);
        });
        try {
            return ValueTemplate.compile(Collections.unmodifiableMap(open));
        } catch (ExpressionException complainedOfAbove) {
            return ValueTemplate.compile(null);
        }
    }

    public Expression condition(String name) {
        return condition(members, name);
    }

    Expression condition(Members owner, String name) {
        String text = owner.requiredText(name);
        return expression(owner, name, owner.value(name) instanceof String ? text : "false", Roots.FLOW);
    }

    /** The filter of an event; null when the member is absent. */
    public @Nullable Expression filter(String name) {
        String text = members.text(name);
        return text == null ? null : expression(members, name, text, Roots.EVENT_FILTER);
    }

    private Expression expression(Members owner, String name, String text, Roots roots) {
        try {
            Expression expression = Expression.compile(text, roots);
            note(owner.path(name), expression.references());
            return expression;
        } catch (ExpressionException e) {
            owner.error(name, e.getMessage());
            return Expression.compile("false", roots);
        }
    }

    /** The id of the node that a member names; null when the member is absent. */
    public @Nullable String target(String name) {
        String target = members.text(name);
        if (target != null) {
            targets.add(new Target(members.path(name), target));
        }
        return target;
    }

    public String requiredTarget(String name) {
        return requiredTarget(members, name);
    }

    String requiredTarget(Members owner, String name) {
        String target = owner.requiredText(name);
        if (owner.value(name) instanceof String) {
            targets.add(new Target(owner.path(name), target));
        }
        return target;
    }

    private void note(String member, Set<Reference> references) {
        references.forEach(reference -> reads.add(new Read(member, reference)));
    }
}
