package dev.flowruntime.provisioning;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.Problem;
import dev.flowruntime.document.Problem.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flow or form document that a provisioning file names by its path or holds inline.
 *
 * @param document the document by itself
 * @param file where its author finds it: itself, or the provisioning file
 * @param at its path in {@code file}; empty when it is a file of its own
 */
record Part(Document document, Document file, String at) {
    static Part ofFile(Document document) {
        return new Part(document, document, "");
    }

    static Part inline(Document outer, String at, Map<?, ?> tree) {
        return new Part(Document.of(outer.name(), tree), outer, at);
    }

    /** The same complaint, with the path and line that the author of the file knows. */
    Problem located(Problem problem) {
        return at.isEmpty() ? problem : problem(problem.severity(), problem.path(), problem.node(), problem.message());
    }

    Problem error(String path, String message) {
        return problem(Severity.ERROR, path, null, message);
    }

    private Problem problem(Severity severity, String path, @Nullable String node, String message) {
        String full = at.isEmpty() || path.isEmpty() ? at + path : at + "." + path;
        return new Problem(severity, file.name(), file.position(full), full, node, message);
    }

    /** Such as {@code flows/returns.yaml:3}. */
    String place(String path) {
        Problem here = error(path, "");
        return here.file() + ":" + here.position().line();
    }

    /** The text at a path of names; null when there is none, which is for the linter to complain of. */
    @Nullable
    String text(String... names) {
        Object value = document.root();
        for (String name : names) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof String text ? text : null;
    }

    /** The code of the flow, as far as the document has one. */
    @Nullable
    String flowCode() {
        return text("flow");
    }

    /** The code of the form, as far as the document has one. */
    @Nullable
    String formCode() {
        return text("form");
    }

    /** The chat intent of the flow, if it has one. */
    @Nullable
    String intent() {
        return "trigger.chat".equals(text("trigger", "type")) ? text("trigger", "intent_name") : null;
    }
}
