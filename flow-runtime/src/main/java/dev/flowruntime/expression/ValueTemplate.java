package dev.flowruntime.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled tree of literals, such as a payload, in which every text is a {@link Template}: <code>order: "{{ vars.order }}"</code>.
 *
 * <p>Keys are literal. Immutable, safe for any number of threads.
 */
public final class ValueTemplate {
    private static final int MAX_LEVELS = 64;

    private final Part root;
    private final Set<Reference> references;
    private final boolean constant;

    /** Evaluates one part of the tree into the copy that is being made. */
    @FunctionalInterface
    private interface Part {
        @Nullable
        Object evaluate(Scope scope, PlainTree copy);
    }

    private ValueTemplate(Part root, Compiler compiler) {
        this.root = root;
        this.references = Collections.unmodifiableSet(compiler.references);
        this.constant = compiler.constant;
    }

    /**
     * Compiles a tree of null, Boolean, numbers, text, lists and maps with text keys.
     *
     * @throws ExpressionException when a text in it does not compile; the message begins with its path
     */
    public static ValueTemplate compile(@Nullable Object literal) {
        Compiler compiler = new Compiler();
        return new ValueTemplate(compiler.compile(literal, "", MAX_LEVELS), compiler);
    }

    /**
     * The tree with its values, as {@link Expression#evaluate} gives them.
     *
     * @throws ExpressionException when an expression errs, or the whole tree is over 64 KiB; the message begins with the path of an
     *     erring text
     */
    public @Nullable Object evaluate(Scope scope) {
        return root.evaluate(scope, new PlainTree());
    }

    /** Whether no text in it inserts anything. */
    public boolean isConstant() {
        return constant;
    }

    /** Every path off a root that it may read, in the order of the tree. */
    public Set<Reference> references() {
        return references;
    }

    private static final class Compiler {
        private final Set<Reference> references = new LinkedHashSet<>();
        private boolean constant = true;

        Part compile(@Nullable Object literal, String path, int levels) {
            if (literal instanceof String text) {
                return text(text, path);
            }
            if (literal instanceof List || literal instanceof Map) {
                if (levels == 0) {
                    throw new ExpressionException("more than " + MAX_LEVELS + " levels").in(path);
                }
                return literal instanceof List<?> list
                        ? list(list, path, levels - 1)
                        : map((Map<?, ?>) literal, path, levels - 1);
            }
            Object scalar = Values.read(literal);
            return (scope, copy) -> copy.copy(scalar);
        }

        private Part text(String text, String path) {
            Template template;
            try {
                template = Template.compile(text);
            } catch (ExpressionException e) {
                throw path.isEmpty() ? e : e.in(path);
            }
            references.addAll(template.references());
            constant &= template.isConstant();
            return (scope, copy) -> {
                try {
                    return copy.copy(template.raw(scope));
                } catch (ExpressionException e) {
                    throw path.isEmpty() ? e : e.in(path);
                }
            };
        }

        private Part list(List<?> list, String path, int levels) {
            List<Part> parts = new ArrayList<>();
            for (Object element : list) {
                parts.add(compile(element, path + "[" + parts.size() + "]", levels));
            }
            return (scope, copy) -> {
                List<@Nullable Object> values = new ArrayList<>(parts.size());
                for (Part part : parts) {
                    values.add(part.evaluate(scope, copy));
                }
                return Collections.unmodifiableList(values);
            };
        }

        private Part map(Map<?, ?> map, String path, int levels) {
            Map<String, Part> parts = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof String key)) {
                    throw new ExpressionException("a key of a map is text").in(path);
                }
                parts.put(key, compile(entry.getValue(), path.isEmpty() ? key : path + "." + key, levels));
            }
            return (scope, copy) -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (Map.Entry<String, Part> part : parts.entrySet()) {
                    copy.spend(part.getKey());
                    values.put(part.getKey(), part.getValue().evaluate(scope, copy));
                }
                return Collections.unmodifiableMap(values);
            };
        }
    }
}
