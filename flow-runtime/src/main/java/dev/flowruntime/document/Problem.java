package dev.flowruntime.document;

import org.jspecify.annotations.Nullable;

/**
 * One complaint about a document.
 *
 * @param file the document's name as its author knows it
 * @param path the member, such as {@code nodes[2].fields[0].type}; empty for the document itself
 * @param node the id of the flow node that the member belongs to, if any
 */
public record Problem(
        Severity severity,
        String file,
        Position position,
        String path,
        @Nullable String node,
        String message) {
    /** Errors refuse the document, warnings do not. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code file:line: path: message}, as compilers print it. */
    @Override
    public String toString() {
        return file + ":" + position.line() + ": " + (path.isEmpty() ? "" : path + ": ")
                + (isError() ? "" : "warning: ") + message;
    }
}
