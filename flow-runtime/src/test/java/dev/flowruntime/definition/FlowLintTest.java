package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flowruntime.document.Document;
import dev.flowruntime.document.DocumentException;
import dev.flowruntime.document.Problem;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.node.NodeType.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each document under {@code flows/broken} ends with the complaints that it must bring, and no others. */
class FlowLintTest {
    private static final FlowCompiler COMPILER = new FlowCompiler(NodeCatalog.builtIn());
    private static final String EXPECTED = "#! ";

    static Stream<String> brokenDocuments() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/flows/broken"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("brokenDocuments")
    void everyComplaintNamesItsLineItsMemberAndItsNode(String name) {
        Document document = Flows.document("broken/" + name);
        List<Problem> problems = COMPILER.lint(document);

        assertThat(problems.stream().map(FlowLintTest::line)).containsExactlyElementsOf(expected("broken/" + name));
        assertThat(problems).extracting(Problem::file).containsOnly("broken/" + name);
        if (problems.stream().anyMatch(Problem::isError)) {
            assertThatExceptionOfType(DocumentException.class)
                    .isThrownBy(() -> COMPILER.compile(document))
                    .satisfies(e -> assertThat(e.problems()).isEqualTo(problems));
        } else {
            assertThat(COMPILER.compile(document).flow()).isEqualTo(Flow.read(document));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order_status.yaml", "everything.yaml"})
    void theExamplesAreClean(String name) {
        assertThat(COMPILER.lint(Flows.document(name))).isEmpty();
    }

    @Test
    void aHostsNodeMayGoWhereItsMembersSay() {
        NodeCatalog catalog =
                NodeCatalog.builtIn().with(NodeType.host("acme.price", Kind.EFFECT, call -> NodeResult.done()));

        assertThat(new FlowCompiler(catalog).lint(Flows.document("host.yaml"))).isEmpty();
        assertThat(COMPILER.lint(Flows.document("host.yaml")))
                .extracting(Problem::path)
                .containsExactly("nodes[0].type");
    }

    @Test
    void aDocumentThatIsNoMappingIsOneProblem() {
        assertThat(COMPILER.lint(Document.parse("list.yaml", "\n- a\n")))
                .extracting(Problem::toString)
                .containsExactly("list.yaml:2: expected a mapping of members, found a list");
    }

    @Test
    void aFlowMadeInJavaIsComplainedOfByItsCode() {
        Flow flow = Flow.builder("typo")
                .onIntent("typo")
                .message("ask", "Hi")
                .next("aks")
                .build();

        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> COMPILER.compile(flow))
                .withMessage("typo:1: nodes[0].next: there is no node aks (did you mean ask?)");
    }

    private static String line(Problem problem) {
        String text = problem.toString().substring(problem.file().length() + 1);
        return text + (problem.node() == null ? "" : " [" + problem.node() + "]");
    }

    private static List<String> expected(String name) {
        return Flows.text(name)
                .lines()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();
    }
}
