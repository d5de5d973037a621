package dev.flowruntime.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CEL by recursive descent, in one pass, into nodes ready to run. */
final class Parser {
    private static final int MAX_NESTING = 32;
    private static final Map<String, Boolean> CONSTANTS = Map.of("true", true, "false", false);
    private static final Set<String> LOOPS = Set.of("all", "exists", "exists_one", "map", "filter");
    private static final Set<String> RESERVED = Set.of(
            "as break const continue else for function if import in let loop package namespace return var void while"
                    .split(" "));

    private final Lexer lexer;
    private final Roots roots;
    private final Set<Reference> references = new LinkedHashSet<>();
    private Token token;
    private int nesting;

    /**
     * An expression that is a part of a text.
     *
     * @param end where in the text the closing sign starts
     */
    record Part(Node node, Set<Reference> references, int end) {}

    private Parser(String text, int offset, Roots roots) {
        this.lexer = new Lexer(text, offset);
        this.roots = roots;
        this.token = lexer.next();
    }

    /** Reads a whole text, which is one expression. */
    static Part whole(String source, Roots roots) {
        if (source.startsWith("{{")) {
            throw new ExpressionException("here stands an expression, not a template: leave out {{ and }}", 1);
        }
        Parser parser = new Parser(source, 0, roots);
        Node node = parser.expression();
        if (parser.token.kind() != Token.Kind.END) {
            throw parser.unexpected("an operator or the end");
        }
        return new Part(node, parser.references, source.length());
    }

    /** Reads one expression of a text, from an offset up to a closing sign, which must follow. */
    static Part part(String text, int offset, String close, Roots roots) {
        Parser parser = new Parser(text, offset, roots);
        Node node = parser.expression();
        if (!text.startsWith(close, parser.token.start())) {
            throw parser.unexpected("an operator or '" + close + "'");
        }
        return new Part(node, parser.references, parser.token.start());
    }

    private Node expression() {
        if (++nesting > MAX_NESTING) {
            throw new ExpressionException("an expression nests at most " + MAX_NESTING + " levels", token.column());
        }
        Node condition = anyOf();
        Node result = condition;
        if (accept("?")) {
            Node then = anyOf();
            expect(":");
            result = new Node.Conditional(condition, then, expression());
        }
        nesting--;
        return result;
    }

    private Node anyOf() {
        List<Node> operands = new ArrayList<>(List.of(allOf()));
        while (accept("||")) {
            operands.add(allOf());
        }
        return Node.Logic.anyOf(operands);
    }

    private Node allOf() {
        List<Node> operands = new ArrayList<>(List.of(binary(0)));
        while (accept("&&")) {
            operands.add(binary(0));
        }
        return Node.Logic.allOf(operands);
    }

    private Node binary(int level) {
        if (level == Operators.LEVELS.size()) {
            return unary();
        }
        Map<String, Operators.Operator> operators = Operators.LEVELS.get(level);
        Node left = binary(level + 1);
        for (; ; ) {
            boolean possible = token.kind() == Token.Kind.SYMBOL || token.isName("in");
            Operators.Operator operator = possible ? operators.get(token.text()) : null;
            if (operator == null) {
                return left;
            }
            int column = advance().column();
            left = new Node.Binary(column, operator, left, binary(level + 1));
        }
    }

    /** Signs of one kind may repeat; two of them cancel out but for the check of what stands behind. */
    private Node unary() {
        Token first = token;
        int signs = 0;
        while (accept(first.is("!") ? "!" : "-")) {
            signs++;
        }
        if (signs == 0) {
            return member();
        }
        if (first.is("!")) {
            Node not = new Node.Not(first.column(), member());
            return signs % 2 == 1 ? not : new Node.Not(first.column(), not);
        }
        boolean isNumber = token.kind() == Token.Kind.INTEGER || token.kind() == Token.Kind.FLOAT;
        Node operand = isNumber ? members(number(true)) : new Node.Negate(first.column(), member());
        return signs % 2 == 1 ? operand : new Node.Negate(first.column(), operand);
    }

    private Node member() {
        return members(primary());
    }

    private Node members(Node operand) {
        Node node = operand;
        for (; ; ) {
            if (accept(".")) {
                Token name = name("a member");
                node = token.is("(") ? call(name, node) : new Node.Select(name.column(), node, name.text());
            } else if (token.is("[")) {
                int column = advance().column();
                node = new Node.Index(column, node, expression());
                expect("]");
            } else {
                note(node);
                return node;
            }
        }
    }

    private Node primary() {
        return switch (token.kind()) {
            case INTEGER, FLOAT -> number(false);
            case STRING -> {
                Token string = advance();
                yield new Node.Literal(string.column(), string.text());
            }
            case NAME -> rootOrCall();
            case SYMBOL -> bracketed();
            case END -> throw unexpected("a value");
        };
    }

    private Node bracketed() {
        Token open = token;
        if (accept("(")) {
            Node inner = expression();
            expect(")");
            return inner;
        }
        if (accept("[")) {
            return new Node.ListOf(open.column(), list("]"));
        }
        if (accept("{")) {
            return map(open);
        }
        throw unexpected("a value");
    }

    private Node map(Token open) {
        List<Node> keys = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        while (!accept("}")) {
            keys.add(expression());
            expect(":");
            values.add(expression());
            if (!token.is("}")) {
                expect(",");
            }
        }
        return new Node.MapOf(open.column(), keys, values);
    }

    private List<Node> list(String close) {
        List<Node> elements = new ArrayList<>();
        while (!accept(close)) {
            elements.add(expression());
            if (!token.is(close)) {
                expect(",");
            }
        }
        return elements;
    }

    private Node number(boolean negative) {
        Token number = advance();
        try {
            Number value;
            if (number.kind() == Token.Kind.INTEGER) {
                value = Numbers.integerLiteral(number.text(), negative);
            } else {
                value = Numbers.floatLiteral(number.text(), negative);
            }
            return new Node.Literal(number.column(), value);
        } catch (ExpressionException e) {
            throw e.at(number.column());
        }
    }

    private Node rootOrCall() {
        Token name = advance();
        if (CONSTANTS.containsKey(name.text())) {
            return new Node.Literal(name.column(), CONSTANTS.get(name.text()));
        }
        if (name.text().equals("null")) {
            return new Node.Literal(name.column(), null);
        }
        if (RESERVED.contains(name.text())) {
            throw new ExpressionException("the word " + name.quoted() + " is reserved", name.column());
        }
        if (token.is("(")) {
            return call(name, null);
        }
        String root = name.text().startsWith("$") ? name.text().substring(1) : name.text();
        if (!roots.names().contains(root)) {
            throw new ExpressionException(
                    "unknown root '" + root + "', there are " + String.join(", ", roots.names())
                            + " (text stands in quotes)",
                    name.column());
        }
        return new Node.Root(name.column(), root);
    }

    private Node call(Token name, @Nullable Node receiver) {
        if (LOOPS.contains(name.text())) {
            throw new ExpressionException(
                    "there are no loops in expressions, so '" + name.text() + "' is not available", name.column());
        }
        expect("(");
        List<Node> arguments = new ArrayList<>();
        if (receiver != null) {
            note(receiver);
            arguments.add(receiver);
        }
        arguments.addAll(list(")"));
        return switch (name.text()) {
            case "has" -> has(name, arguments);
            case "default" -> {
                if (arguments.size() != 2) {
                    throw new ExpressionException("default takes two arguments: default(x, y)", name.column());
                }
                yield new Node.Default(name.column(), arguments.get(0), arguments.get(1));
            }
            default -> Functions.call(name, arguments);
        };
    }

    private static Node has(Token name, List<Node> arguments) {
        if (arguments.size() == 1 && arguments.get(0) instanceof Node.Select select) {
            return new Node.Has(select);
        }
        throw new ExpressionException("has takes one member: has(vars.first_name)", name.column());
    }

    /** Remembers the path that a chain of members reads, if it starts at a root. */
    private void note(Node chain) {
        List<@Nullable String> steps = new ArrayList<>();
        Node node = chain;
        while (!(node instanceof Node.Root)) {
            if (node instanceof Node.Select select) {
                steps.add(select.member);
                node = select.operand;
            } else if (node instanceof Node.Index index) {
                boolean constant = index.index instanceof Node.Literal literal && literal.value instanceof String;
                steps.add(constant ? (String) ((Node.Literal) index.index).value : null);
                node = index.operand;
            } else {
                return;
            }
        }
        Collections.reverse(steps);
        List<String> path = new ArrayList<>(steps.size());
        for (String step : steps) {
            if (step == null) {
                break; // what a computed step reads is not known before it runs
            }
            path.add(step);
        }
        references.add(new Reference(((Node.Root) node).name, path));
    }

    private Token advance() {
        Token current = token;
        token = lexer.next();
        return current;
    }

    private boolean accept(String symbol) {
        if (token.is(symbol)) {
            token = lexer.next();
            return true;
        }
        return false;
    }

    private void expect(String symbol) {
        if (!accept(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private Token name(String what) {
        if (token.kind() != Token.Kind.NAME || token.text().startsWith("$")) {
            throw unexpected("the name of " + what);
        }
        return advance();
    }

    private ExpressionException unexpected(String expected) {
        return new ExpressionException("expected " + expected + ", not " + token.quoted(), token.column());
    }
}
