package dev.flowruntime.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flowruntime.document.Document;
import dev.flowruntime.document.JsonTree;
import dev.flowruntime.document.Problem;
import dev.flowruntime.node.CompiledNode;
import dev.flowruntime.node.Member;
import dev.flowruntime.node.NodeCatalog;
import dev.flowruntime.node.NodeResult;
import dev.flowruntime.node.NodeType;
import dev.flowruntime.node.NodeType.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowSchemaTest {
    private static final Path SHIPPED = Path.of("src/main/resources/dev/flowruntime/definition/flow.schema.json");

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final Schema SCHEMA = REGISTRY.getSchema(FlowSchema.json().text());
    private static final FlowCompiler COMPILER = new FlowCompiler(NodeCatalog.builtIn());

    /** Complaints of what a document means, which no schema can have. */
    private static final Pattern MEANING =
            Pattern.compile("^(there is no node |must name a node|.* has the id .* too|no path from |reads |column |"
                    + ".*cannot have run before|.* node, not an? |must not be less than |must be at most |is not among |"
                    + "is not an? (pattern|domain|media type|hint|name|instant) )");

    /** To write the resource anew: {@code mvn -pl flow-runtime test -Dtest=FlowSchemaTest -Dflow.schema.write=true}. */
    @Test
    void theShippedResourceIsTheSchemaThatIsGenerated() throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance);
        ObjectMapper mapper = new ObjectMapper();
        String generated = mapper.writer(printer)
                        .writeValueAsString(mapper.readTree(FlowSchema.json().text())) + "\n";
        if (Boolean.getBoolean("flow.schema.write")) {
            Files.writeString(SHIPPED, generated);
        }

        assertThat(SHIPPED).content().isEqualTo(generated);
        assertThat(FlowSchema.class.getResource("flow.schema.json")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"order_status.yaml", "everything.yaml", "host.yaml"})
    void theExamplesPass(String name) {
        assertThat(complaints(Flows.document(name).root())).isEmpty();
    }

    @Test
    void whateverTheBuilderMakesPasses() {
        assertThat(complaints(FlowBuilderTest.orderStatus().toTree())).isEmpty();
        assertThat(complaints(FlowBuilderTest.everything().toTree())).isEmpty();
    }

    /** Everything in the examples is left out, and takes the place of a value of another type, once. */
    @ParameterizedTest
    @ValueSource(strings = {"everything.yaml", "kitchen_sink.yaml"})
    void theSchemaRefusesWhatTheLinterRefusesForItsForm(String name) {
        List<Mutation> mutations = Mutation.of(Flows.document(name).root());

        assertThat(mutations).hasSizeGreaterThan(1_000);
        assertThat(mutations.stream()
                        .map(mutation -> disagreement(Document.of(mutation.what(), mutation.tree())))
                        .filter(text -> !text.isEmpty()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.flowruntime.definition.FlowLintTest#brokenDocuments")
    void schemaAndLinterAgreeOnTheFormOfBrokenDocuments(String name) {
        assertThat(disagreement(Flows.document("broken/" + name))).isEmpty();
    }

    /** Whatever the schema refuses the linter refuses too, and what it does not refuse is wrong only in its meaning. */
    private static String disagreement(Document document) {
        List<Problem> errors =
                COMPILER.lint(document).stream().filter(Problem::isError).toList();
        List<String> complaints = complaints(document.root());
        boolean agreed = complaints.isEmpty()
                ? errors.stream()
                        .allMatch(error -> MEANING.matcher(error.message()).find())
                : !errors.isEmpty();
        return agreed ? "" : "schema: " + complaints + ", linter: " + errors;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flow       | Order-Status
            flow       | ''
            name       | ' '
            """)
    void badTextsAreRefused(String member, String value) {
        Map<String, Object> tree =
                new LinkedHashMap<>(Flows.document("order_status.yaml").mapping());
        tree.put(member, value);

        assertThat(complaints(tree)).isNotEmpty();
        assertThat(COMPILER.lint(Document.of("x", tree))).isNotEmpty();
    }

    @Test
    void aHostsTypeWithDeclaredMembersIsCheckedLikeABuiltInOne() {
        NodeType price = new NodeType(
                "acme.price",
                Kind.EFFECT,
                NodeType.Edges.NEXT,
                List.of(new Member("sku", Member.Kind.TEMPLATE, true, List.of())),
                source -> new CompiledNode(call -> NodeResult.done()));
        Schema schema = REGISTRY.getSchema(
                FlowSchema.of(NodeCatalog.builtIn().with(price)).text());
        Object flow = Flow.builder("quote")
                .onEvent("x")
                .node("p", "acme.price", Map.of("sky", 1))
                .build()
                .toTree();

        assertThat(complaints(schema, flow)).hasSize(2);
        assertThat(complaints(flow)).isEmpty();
    }

    private static List<String> complaints(Object tree) {
        return complaints(SCHEMA, tree);
    }

    private static List<String> complaints(Schema schema, Object tree) {
        return schema.validate(JsonTree.write(tree).text(), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
