package dev.flowruntime.expression;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ref.Val;

/**
 * Expressions agree with an independent implementation of CEL wherever the language of flows is CEL: random ones, of one type of number each and without
 * missing members, give the same value in both, or err in both.
 */
class ConformanceTest {
    private static final Map<String, Object> VARS = Map.ofEntries(
            entry("i", 7L),
            entry("j", -3L),
            entry("z", 0L),
            entry("d", 2.5),
            entry("e", -0.5),
            entry("s", "hello"),
            entry("t", "h\u00e9\uD83D\uDE00 world"),
            entry("y", true),
            entry("n", false),
            entry("l", List.of(1L, 2L, 7L)),
            entry("m", Map.of("a", 1L, "b", 2L)));

    private static final Env REFERENCE =
            Env.newEnv(EnvOption.declarations(Decls.newVar("vars", Decls.newMapType(Decls.String, Decls.Dyn))));

    private final Random random = new Random(20260303);

    @Test
    void agreesWithAReferenceImplementation() {
        int values = 0;
        for (int i = 0; i < 1_000; i++) {
            String source = condition(3);
            Object expected = reference(source);
            Object actual = ours(source);
            assertThat(actual).as("%s (number %d)", source, i).isEqualTo(expected);
            values += expected == null ? 0 : 1;
        }
        assertThat(values).as("expressions that gave a value").isGreaterThan(500);
    }

    /** The value, or null when it errs. */
    private static @Nullable Object ours(String source) {
        try {
            return Expression.compile(source).evaluate(name -> name.equals("vars") ? VARS : null);
        } catch (ExpressionException e) {
            return null;
        }
    }

    private static @Nullable Object reference(String source) {
        Env.AstIssuesTuple parsed = REFERENCE.parse(source);
        assertThat(parsed.hasIssues()).as(source).isFalse();
        Ast ast = parsed.getAst();
        Program program = REFERENCE.program(ast);
        Val value = program.eval(Map.of("vars", VARS)).getVal();
        return Err.isError(value) ? null : value.value();
    }

    private String condition(int depth) {
        if (depth == 0) {
            return oneOf("true", "false", "vars.y", "vars.n", "vars['y']");
        }
        int d = depth - 1;
        return switch (random.nextInt(16)) {
            case 0, 1 -> condition(d) + " && " + condition(d);
            case 2, 3 -> condition(d) + " || " + condition(d);
            case 4 -> "!(" + condition(d) + ")";
            case 5 -> "(" + condition(d) + " ? " + condition(d) + " : " + condition(d) + ")";
            case 6, 7 -> "(" + whole(d) + oneOf(" < ", " <= ", " > ", " >= ", " == ", " != ") + whole(d) + ")";
            case 8 -> "(" + real(d) + oneOf(" < ", "<=", " > ", ">=", " == ", "!=") + real(d) + ")";
            case 9, 10 -> "(" + text(d) + oneOf(" < ", " >= ", " == ", " != ") + text(d) + ")";
            case 11 -> whole(d) + " in " + list(d);
            case 12 -> text(d) + oneOf(".contains(", ".startsWith(", ".endsWith(") + text(d) + ")";
            case 13 -> text(d) + ".matches(" + oneOf("'l+'", "r'^h.*\\s'", "'[a-z]{2}$'") + ")";
            case 14 -> "(" + list(d) + " == " + list(d) + ")";
            default -> oneOf("has(vars.i)", "has(vars.m.c)", "'a' in vars.m", "vars.m == {'b': 2, 'a': 1}");
        };
    }

    private String whole(int depth) {
        if (depth == 0) {
            return oneOf(
                    "1",
                    "0",
                    "42",
                    "-9",
                    "0x1F",
                    "vars.i",
                    "vars.j",
                    "vars.z",
                    "vars.m.a",
                    "vars.l[1]",
                    "9223372036854775807");
        }
        int d = depth - 1;
        return switch (random.nextInt(7)) {
            case 0, 1 -> whole(d) + oneOf(" + ", " - ", " * ", " / ", " % ", "-", "*") + whole(d);
            case 2 -> "(" + whole(d) + oneOf(" + ", " - ", " / ") + whole(d) + ")";
            case 3 -> "-(" + whole(d) + ")";
            case 4 -> "size(" + oneOf(text(d), list(d)) + ")";
            case 5 -> "int(" + oneOf(real(0), "'12'", "'x'") + ")";
            default -> "(" + condition(d) + " ? " + whole(d) + " : " + whole(d) + ")";
        };
    }

    private String real(int depth) {
        if (depth == 0) {
            return oneOf("1.0", "0.25", "-3.5", "1e3", ".5", "vars.d", "vars.e", "2.5E-2");
        }
        int d = depth - 1;
        return switch (random.nextInt(4)) {
            case 0, 1 -> real(d) + oneOf(" + ", " - ", " * ") + real(d);
            case 2 -> "double(" + oneOf("vars.i", "'2.5'", "'x'", "3") + ")";
            default -> "(" + real(d) + ")";
        };
    }

    private String text(int depth) {
        if (depth == 0) {
            return oneOf(
                    "'hello'",
                    "\"l\"",
                    "''",
                    "r'a\\b'",
                    "'\\u00e9\\n\\t\\x41\\101'",
                    "'''o'''",
                    "vars.s",
                    "vars.t",
                    "'\uD83D\uDE00'");
        }
        int d = depth - 1;
        return switch (random.nextInt(4)) {
            case 0, 1 -> "(" + text(d) + " + " + text(d) + ")";
            case 2 -> "string(" + oneOf("vars.i", "true", "vars.s", "-12") + ")";
            default -> "(" + condition(d) + " ? " + text(d) + " : " + text(d) + ")";
        };
    }

    private String list(int depth) {
        if (depth == 0) {
            return oneOf("[]", "[1, 7]", "vars.l", "[vars.i, vars.j,]");
        }
        return oneOf(
                "[" + whole(depth - 1) + ", " + whole(depth - 1) + "]", "(" + list(0) + " + " + list(0) + ")", list(0));
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
