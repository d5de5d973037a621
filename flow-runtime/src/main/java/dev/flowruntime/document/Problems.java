package dev.flowruntime.document;

import dev.flowruntime.document.Problem.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the complaints about one document, so that its author sees all of them at once. Not thread-safe. */
public final class Problems {
    private final Document document;
    private final Set<Problem> problems = new LinkedHashSet<>(); // two readers of a member may say the same

    public Problems(Document document) {
        this.document = document;
    }

    public void error(String path, String message) {
        add(Severity.ERROR, path, null, message);
    }

    /** @param node the id of the flow node that the member belongs to */
    public void error(String path, @Nullable String node, String message) {
        add(Severity.ERROR, path, node, message);
    }

    public void warning(String path, @Nullable String node, String message) {
        add(Severity.WARNING, path, node, message);
    }

    private void add(Severity severity, String path, @Nullable String node, String message) {
        problems.add(new Problem(severity, document.name(), document.position(path), path, node, message));
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }

    /** In the order of the file. */
    public List<Problem> list() {
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.position().line())
                        .thenComparingInt(p -> p.position().column()))
                .toList();
    }

    /** @throws DocumentException when an error was collected */
    public void refuseErrors() {
        if (hasErrors()) {
            throw new DocumentException(list());
        }
    }
}
