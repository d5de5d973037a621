package dev.flowruntime.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of a compiled expression; immutable.
 *
 * <p>Every node knows how deep it is, so that no tree can be built whose evaluation would exhaust the stack.
 */
abstract sealed class Node {
    private static final int MAX_DEPTH = 200;

    final int column;
    private final int depth;

    private Node(int column, List<Node> operands) {
        int deepest = 0;
        for (Node operand : operands) {
            deepest = Math.max(deepest, operand.depth);
        }
        if (deepest >= MAX_DEPTH) {
            throw new ExpressionException("an expression is at most " + MAX_DEPTH + " steps deep", column);
        }
        this.column = column;
        this.depth = deepest + 1;
    }

    abstract @Nullable Object evaluate(Scope scope);

    /** Evaluates to true or false, or complains in the name of what needs it. */
    final boolean test(Scope scope, String where) {
        Object value = evaluate(scope);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new ExpressionException(where + " needs true or false, not " + Values.kind(value), column);
    }

    static final class Literal extends Node {
        final @Nullable Object value;

        Literal(int column, @Nullable Object value) {
            super(column, List.of());
            this.value = value;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            return value;
        }
    }

    static final class Root extends Node {
        final String name;

        Root(int column, String name) {
            super(column, List.of());
            this.name = name;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            try {
                return Values.read(scope.root(name));
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class Select extends Node {
        final Node operand;
        final String member;

        Select(int column, Node operand, String member) {
            super(column, List.of(operand));
            this.operand = operand;
            this.member = member;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            Object value = operand.evaluate(scope);
            try {
                return Values.member(value, member);
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class Index extends Node {
        final Node operand;
        final Node index;

        Index(int column, Node operand, Node index) {
            super(column, List.of(operand, index));
            this.operand = operand;
            this.index = index;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            Object value = operand.evaluate(scope);
            Object place = index.evaluate(scope);
            try {
                return Values.element(value, place);
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class Has extends Node {
        private final Select select;

        Has(Select select) {
            super(select.column, List.of(select.operand));
            this.select = select;
        }

        @Override
        Object evaluate(Scope scope) {
            return select.operand.evaluate(scope) instanceof Map<?, ?> map && map.containsKey(select.member);
        }
    }

    static final class Default extends Node {
        private final Node value;
        private final Node otherwise;

        Default(int column, Node value, Node otherwise) {
            super(column, List.of(value, otherwise));
            this.value = value;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            Object present = value.evaluate(scope);
            return present == null ? otherwise.evaluate(scope) : present;
        }
    }

    static final class Conditional extends Node {
        private final Node condition;
        private final Node then;
        private final Node otherwise;

        Conditional(Node condition, Node then, Node otherwise) {
            super(condition.column, List.of(condition, then, otherwise));
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            return condition.test(scope, "'?'") ? then.evaluate(scope) : otherwise.evaluate(scope);
        }
    }

    /**
     * All of, or any of: true and false decide, whatever the other operands do.
     *
     * <p>As CEL has it, an operand that errs counts only when no other one decides.
     */
    static final class Logic extends Node {
        private final boolean decisive;
        private final List<Node> operands;

        private Logic(boolean decisive, List<Node> operands) {
            super(operands.get(0).column, operands);
            this.decisive = decisive;
            this.operands = List.copyOf(operands);
        }

        static Node allOf(List<Node> operands) {
            return operands.size() == 1 ? operands.get(0) : new Logic(false, operands);
        }

        static Node anyOf(List<Node> operands) {
            return operands.size() == 1 ? operands.get(0) : new Logic(true, operands);
        }

        @Override
        Object evaluate(Scope scope) {
            ExpressionException error = null;
            for (Node operand : operands) {
                try {
                    if (operand.test(scope, decisive ? "'||'" : "'&&'") == decisive) {
                        return decisive;
                    }
                } catch (ExpressionException e) {
                    error = error == null ? e : error;
                }
            }
            if (error != null) {
                throw error;
            }
            return !decisive;
        }
    }

    static final class Not extends Node {
        private final Node operand;

        Not(int column, Node operand) {
            super(column, List.of(operand));
            this.operand = operand;
        }

        @Override
        Object evaluate(Scope scope) {
            return !operand.test(scope, "'!'");
        }
    }

    static final class Negate extends Node {
        private final Node operand;

        Negate(int column, Node operand) {
            super(column, List.of(operand));
            this.operand = operand;
        }

        @Override
        Object evaluate(Scope scope) {
            Object value = operand.evaluate(scope);
            try {
                return Operators.negate(value);
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class Binary extends Node {
        private final Operators.Operator operator;
        private final Node left;
        private final Node right;

        Binary(int column, Operators.Operator operator, Node left, Node right) {
            super(column, List.of(left, right));
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            Object a = left.evaluate(scope);
            Object b = right.evaluate(scope);
            try {
                return operator.apply(a, b);
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class Call extends Node {
        private final Functions.Function function;
        private final List<Node> arguments;

        Call(int column, Functions.Function function, List<Node> arguments) {
            super(column, arguments);
            this.function = function;
            this.arguments = List.copyOf(arguments);
        }

        @Override
        @Nullable
        Object evaluate(Scope scope) {
            @Nullable Object[] values = new Object[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).evaluate(scope);
            }
            try {
                return function.apply(values);
            } catch (ExpressionException e) {
                throw e.at(column);
            }
        }
    }

    static final class ListOf extends Node {
        private final List<Node> elements;

        ListOf(int column, List<Node> elements) {
            super(column, elements);
            this.elements = List.copyOf(elements);
        }

        @Override
        Object evaluate(Scope scope) {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            for (Node element : elements) {
                list.add(element.evaluate(scope));
            }
            return list;
        }
    }

    static final class MapOf extends Node {
        private final List<Node> keys;
        private final List<Node> values;

        MapOf(int column, List<Node> keys, List<Node> values) {
            super(column, both(keys, values));
            this.keys = List.copyOf(keys);
            this.values = List.copyOf(values);
        }

        private static List<Node> both(List<Node> keys, List<Node> values) {
            List<Node> all = new ArrayList<>(keys);
            all.addAll(values);
            return all;
        }

        @Override
        Object evaluate(Scope scope) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = keys.get(i).evaluate(scope);
                if (!(key instanceof String name)) {
                    throw new ExpressionException("a key is text, not " + Values.kind(key), keys.get(i).column);
                }
                if (map.containsKey(name)) {
                    throw new ExpressionException("a key stands twice in the map", keys.get(i).column);
                }
                map.put(name, values.get(i).evaluate(scope));
            }
            return map;
        }
    }
}
