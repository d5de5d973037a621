package dev.flowruntime.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document was refused; carries all complaints at once, errors and warnings, in the order of the file. */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public DocumentException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
