package dev.flowruntime.examples;

import dev.flowruntime.definition.Flow;
import dev.flowruntime.definition.MermaidDiagram;
import dev.flowruntime.document.Document;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a flow. */
@Command(name = "diagram", description = "Prints the flow as a Mermaid diagram.")
final class FlowDiagramCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Path file;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(MermaidDiagram.of(Flow.read(Document.read(file))));
        return 0;
    }
}
