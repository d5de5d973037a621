package dev.flowruntime.examples;

import dev.flowruntime.definition.FlowCompiler;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Problem;
import dev.flowruntime.node.NodeCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells everything that is wrong with flow documents. */
@Command(
        name = "validate",
        description =
                "Tells all that is wrong with the documents, as file:line: path: message; exits with 2 on errors.")
final class FlowValidateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE")
    List<Path> files = List.of();

    @Override
    public Integer call() {
        FlowCompiler compiler = new FlowCompiler(NodeCatalog.builtIn());
        boolean errors = false;
        for (Path file : files) {
            List<Problem> problems = lint(compiler, file);
            problems.forEach(spec.commandLine().getErr()::println);
            if (problems.stream().anyMatch(Problem::isError)) {
                errors = true;
            } else {
                spec.commandLine().getOut().println(file + ": ok");
            }
        }
        return errors ? CommandFailure.BAD_INPUT : 0;
    }

    private static List<Problem> lint(FlowCompiler compiler, Path file) {
        try {
            return compiler.lint(Document.read(file));
        } catch (DocumentException e) {
            return e.problems();
        }
    }
}
